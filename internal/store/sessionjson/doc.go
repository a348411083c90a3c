// Package sessionjson is the stored form of a session: explicit names that
// outlive renames in the code, the same in every engine. It owns no SQL.
package sessionjson
