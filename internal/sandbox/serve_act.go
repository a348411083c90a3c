package sandbox

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

func sessionID(r *http.Request) hpp.SessionID { return hpp.SessionID(r.PathValue("session_id")) }

// act brings a session to an outcome.
func (s Server) act(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.ActRequest
	if !decode(w, r, &sent) {
		return
	}
	var faults jsonfields.Faults
	wanted := actReader{&faults, ""}.read(sent)
	if err := faults.Err(); err != nil {
		refuse(w, r, err)
		return
	}
	acted, err := s.Act(r.Context(), m, sessionID(r), wanted)
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, actedBody(acted))
}

// maxSteps is how many steps a script may have.
const maxSteps = 50

// script does several acts one after another, up to the first that is refused.
func (s Server) script(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.ScriptRequest
	if !decode(w, r, &sent) {
		return
	}
	steps, err := readSteps(sent)
	if err != nil {
		refuse(w, r, err)
		return
	}
	if _, err := s.Sessions.Store.FindForMerchant(r.Context(), m.ID(), sessionID(r)); err != nil {
		refuse(w, r, err)
		return
	}
	answer := wire.ScriptAnswer{Steps: []wire.StepAnswer{}}
	for _, step := range steps {
		acted, err := s.Act(r.Context(), m, sessionID(r), step)
		refusal, refused := stepRefusal(err)
		if err != nil && !refused {
			refuse(w, r, err)
			return
		}
		if refused {
			answer.Steps = append(answer.Steps, wire.StepAnswer{Refused: refusal})
			break
		}
		answer.Steps = append(answer.Steps, wire.StepAnswer{Acted: actedBody(acted)})
	}
	web.WriteJSON(w, http.StatusOK, answer)
}

// readSteps reads all steps of a script before one is done.
func readSteps(sent wire.ScriptRequest) ([]Act, error) {
	var faults jsonfields.Faults
	if len(sent.Steps) == 0 || len(sent.Steps) > maxSteps {
		faults.Add(jsonfields.Wrong{Field: "steps", Right: "must have 1 to " + strconv.Itoa(maxSteps) + " steps"})
		return nil, faults.Err()
	}
	steps := make([]Act, len(sent.Steps))
	for i, step := range sent.Steps {
		steps[i] = actReader{&faults, "steps[" + strconv.Itoa(i) + "]."}.read(step)
	}
	return steps, faults.Err()
}

// stepRefusal is what a step alone would have been answered; false for an error
// that nobody outside may read.
func stepRefusal(err error) (wire.StepRefusal, bool) {
	if no, ok := errors.AsType[*NotAllowed](err); ok {
		return wire.StepRefusal{
			Status: http.StatusConflict, ErrorCode: string(hpp.CodeNotAllowed), ErrorMessages: []string{no.Message}, Allowed: no.Allowed,
		}, true
	}
	fault, ok := errors.AsType[*hpp.Error](err)
	if !ok || merchantapi.Statuses[fault.Code] >= http.StatusInternalServerError {
		return wire.StepRefusal{}, false
	}
	return wire.StepRefusal{Status: merchantapi.Statuses[fault.Code], ErrorCode: string(fault.Code), ErrorMessages: fault.Messages}, true
}

// actedBody writes what an act came to.
func actedBody(a Acted) wire.Acted {
	body := wire.Acted{
		Session: hppwire.ReadBody(a.View.Session), Page: wire.ActedPage(a.View.State), Redirect: a.View.RedirectURL,
		OrderID: a.View.Session.Result.OrderID, Events: []wire.Event{}, Deliveries: []wire.Delivery{},
	}
	for _, e := range a.Events {
		body.Events = append(body.Events, wire.Event{EventID: e.ID, Seq: e.Seq, Status: wire.EventStatus(e.Status), At: hppwire.Timestamp(e.At)})
	}
	for _, d := range a.Deliveries {
		body.Deliveries = append(body.Deliveries, wire.Delivery{EventID: d.EventID, State: wire.DeliveryState(d.State), Status: d.Status})
	}
	return body
}
