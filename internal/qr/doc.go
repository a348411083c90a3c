// Package qr owns turning a text into a QR code: its modules, an SVG and a
// PNG. It must not know what the text means.
package qr
