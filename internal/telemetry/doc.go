// Package telemetry owns how the server reports on itself: structured logs and
// metrics. Rooms report through functions and small interfaces of their own; it
// knows no room and no rule of the domain.
package telemetry
