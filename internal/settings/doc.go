// Package settings owns how a setting is described: by the tags of its field in
// the server's configuration, and nowhere else. Flags, environment variables, the
// README's table and what a wrong value is answered with are read from there. It
// must not know any single setting.
package settings
