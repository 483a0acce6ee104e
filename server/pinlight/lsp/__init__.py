"""The Language Server Protocol: the front on plain dictionaries, requests on pygls."""
