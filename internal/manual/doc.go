// Package manual owns how the command line is described: the man page, the document's tables and
// the completion of shells, all from the parser's model. It must not know any single command.
package manual
