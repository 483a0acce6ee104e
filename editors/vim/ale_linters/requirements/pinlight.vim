call pinlight#Define('requirements')
