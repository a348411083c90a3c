package catcher

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

// ErrTooMany means that a merchant has as many programmes as are kept.
var ErrTooMany = &hpp.Error{Code: hpp.CodeBadValue, Messages: []string{"Bad value: name (must be one of the merchant's " + strconv.Itoa(MaxNames) + " names that have a programme: there are no more)"}}

// describe tells where requests are caught.
func (s *Server) describe(w http.ResponseWriter, _ *http.Request, m hpp.Merchant) {
	web.WriteJSON(w, http.StatusOK, wire.Catcher{Key: s.Keys.Of(m.ID()), URL: s.URL(m.ID())})
}

// program says how requests of a name are answered.
func (s *Server) program(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.CatcherProgram
	document, err := web.Decode(w, r, &sent)
	if err == nil {
		err = jsonfields.Unknown(document, sent)
	}
	var program Program
	if err == nil {
		program, err = readProgram(r.PathValue("name"), sent)
	}
	if err == nil {
		err = s.Store.PutProgram(r.Context(), m.ID(), r.PathValue("name"), program)
	}
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// readProgram reads a programme, with all faults at once.
func readProgram(name string, sent wire.CatcherProgram) (Program, error) {
	var faults jsonfields.Faults
	if !nameForm.MatchString(name) {
		faults.Add(jsonfields.Wrong{Field: "name", Right: nameRule})
	}
	if len(sent.Answers) > maxAnswers {
		faults.Add(jsonfields.Wrong{Field: "answers", Right: "must be at most " + strconv.Itoa(maxAnswers)})
		return Program{}, faults.Err()
	}
	program := Program{}
	for i, answer := range sent.Answers {
		program.Answers = append(program.Answers, readAnswer(&faults, "answers["+strconv.Itoa(i)+"].", answer))
	}
	if sent.Then != (wire.CatcherAnswer{}) {
		program.Then = readAnswer(&faults, "then.", sent.Then)
	}
	return program, faults.Err()
}

func readAnswer(faults *jsonfields.Faults, path string, sent wire.CatcherAnswer) Answer {
	if sent.Status < 200 || sent.Status > 599 {
		faults.Add(jsonfields.Wrong{Field: path + "status", Right: "must be an HTTP status from 200 to 599"})
	}
	delay := time.Duration(sent.DelayMs) * time.Millisecond
	if sent.DelayMs < 0 || sent.DelayMs > int(maxDelay.Milliseconds()) {
		faults.Add(jsonfields.Wrong{Field: path + "delay_ms", Right: "must be 0 to " + strconv.Itoa(int(maxDelay.Milliseconds()))})
	}
	return Answer{Status: sent.Status, Delay: delay}
}

// forget removes what was caught.
func (s *Server) forget(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	q := merchantapi.NewQuery(r)
	name := q.Text("name", 64)
	err := q.Err()
	if err == nil {
		err = s.Store.Forget(r.Context(), m.ID(), name)
	}
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// refuse answers for an error, a request with members at fault included.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	if fault, ok := errors.AsType[*jsonfields.Fault](err); ok {
		e := &hpp.Error{Code: hpp.CodeBadValue}
		for _, wrong := range fault.Wrongs {
			e.Messages = append(e.Messages, "Bad value: "+wrong.Field+" ("+wrong.Reason()+")")
		}
		err = e
	}
	merchantapi.Refuse(w, r, err)
}
