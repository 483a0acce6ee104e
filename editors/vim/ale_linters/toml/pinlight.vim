call pinlight#Define('toml')
