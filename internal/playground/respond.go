package playground

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/web"
)

// statuses is the one mapping from kinds of error to HTTP.
var statuses = map[Kind]int{
	Invalid:       http.StatusBadRequest,
	Forbidden:     http.StatusForbidden,
	Missing:       http.StatusNotFound,
	Conflict:      http.StatusConflict,
	Unprocessable: http.StatusUnprocessableEntity,
}

// change serves an operation with a body: read it, act, tell the answer.
func (s *Server) change(w http.ResponseWriter, r *http.Request, act func(web.Object, Once) (Answer, error)) {
	tree, err := web.Decode(w, r, nil)
	if err != nil {
		web.Refuse(w, r, err)
		return
	}
	once, err := s.once(r, tree)
	if err != nil {
		fail(w, r, err)
		return
	}
	answer, err := act(tree, once)
	if err != nil {
		fail(w, r, err)
		return
	}
	tell(w, answer)
}

// once reads the idempotency key under either name and takes the request's
// fingerprint: method, address and body in its normal form.
func (s *Server) once(r *http.Request, tree web.Object) (Once, error) {
	once := Once{At: s.Service.now()}
	for _, name := range []string{"Klarna-Idempotency-Key", "Idempotency-Key"} {
		values := r.Header.Values(name)
		if len(values) == 0 || once.Key != "" {
			continue
		}
		if once.Key = values[0]; len(values) > 1 || once.Key == "" || len(once.Key) > 255 {
			return Once{}, refuse(Invalid, "BAD_VALUE", "Bad value: "+name+" (one value of 1 to 255 characters)")
		}
	}
	body, err := json.Marshal(tree)
	if err != nil {
		return Once{}, err
	}
	sum := sha256.Sum256([]byte(r.Method + " " + r.URL.Path + "\n" + string(body)))
	once.Fingerprint = sum[:]
	return once, nil
}

func tell(w http.ResponseWriter, answer Answer) {
	for name, value := range answer.Header {
		w.Header().Set(name, value)
	}
	if len(answer.Body) > 0 {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(answer.Body)))
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body)
}

func show(w http.ResponseWriter, r *http.Request, body any, err error) {
	if err != nil {
		fail(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, body)
}

func fail(w http.ResponseWriter, r *http.Request, err error) {
	if e, ok := errors.AsType[*Error](err); ok {
		web.WriteError(w, r, statuses[e.Kind], e.Code, e.Messages...)
		return
	}
	web.Fail(w, r, err)
}
