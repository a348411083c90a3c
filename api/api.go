// Package api holds the contracts this server keeps, as OpenAPI files, so that
// the program can serve them. It owns no code that follows them.
package api

import "embed"

// Files are the contracts by file name, such as "hpp.yaml".
//
//go:embed *.yaml
var Files embed.FS
