package web

import "net/http"

// responseRecorder remembers what was answered. Unwrap lets http.ResponseController
// reach the abilities of the writer inside.
type responseRecorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (o *responseRecorder) Unwrap() http.ResponseWriter { return o.ResponseWriter }

func (o *responseRecorder) WriteHeader(status int) {
	if o.status == 0 && (status >= http.StatusOK || status == http.StatusSwitchingProtocols) {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

func (o *responseRecorder) Write(p []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	n, err := o.ResponseWriter.Write(p)
	o.bytes += int64(n)
	return n, err
}

// Status is the answer's status; the server sends 200 for a silent handler.
func (o *responseRecorder) Status() int {
	if o.status == 0 {
		return http.StatusOK
	}
	return o.status
}
