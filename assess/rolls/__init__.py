"""Whole registers: read, mapped, screened, evaluated as columns share by share, reconciled with what is paid."""
