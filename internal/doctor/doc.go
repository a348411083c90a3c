// Package doctor owns how an installation is judged from beside it: what is looked at, what is
// wrong, and what mends it. It looks and changes nothing. It must not know how settings are read,
// SQL, or what a server does.
package doctor
