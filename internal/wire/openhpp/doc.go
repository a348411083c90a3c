// Package openhppwire owns the bodies of the extension API, api/openhpp.yaml.
// They are written by hand, because a profile's options are those of the
// published API. It must not know handlers and rules.
package openhppwire
