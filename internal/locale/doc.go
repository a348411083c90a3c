// Package locale owns how payers read: message catalogues, the match of a
// session's locale to a language, and how money, times and countries are
// written. It must not know pages, sessions or HTTP.
//
// A language is one file, catalogues/<tag>.json. A file with a region, such as
// en-US.json, holds only what that region writes differently.
package locale
