// Package storybook owns one canned example of every screen that people can meet,
// in every language: what designers look at and what the golden files and the
// accessibility tests are made from. It must not know a running server.
package storybook
