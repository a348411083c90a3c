// Package telemetry owns how the server reports on itself: structured logs and
// metrics. Packages report through functions and small interfaces of their own;
// it must not know any of them, nor a rule of the domain.
package telemetry
