// Package sessionjson owns the stored form of a session: explicit names that
// outlive renames in the code, the same in every engine. It must not know SQL.
package sessionjson
