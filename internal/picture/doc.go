// Package picture owns the merchants' images: it fetches each once, makes a
// picture of our own from what it shows, and keeps that under the name of its
// content. It must not know sessions, pages or how a store keeps things.
package picture
