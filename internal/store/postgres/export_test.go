package postgres

// SweepStatements are those that are composed of the registry of tables.
var SweepStatements = sweepStatements()
