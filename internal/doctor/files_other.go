//go:build !unix

package doctor

// hasModes says that files have rights of others.
const hasModes = false

func otherOwner(string, string) string { return "" }
