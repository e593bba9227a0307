"""The command `weicheng`: thin callers of services and engines."""
