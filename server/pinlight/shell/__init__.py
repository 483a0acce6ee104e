"""What touches the machine, without any protocol."""
