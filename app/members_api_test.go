package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/seed"
)

// TestTheRollIsKeptByAProgram admits a member, gives her a group and an exemption, moves her to another union
// and ends her membership, all as a program would; who keeps another roll learns nothing of her.
func TestTheRollIsKeptByAProgram(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			a, _ := castSite(t, engine, monday())
			v := door(t, a)
			send := func(login, method, path, body string, want int) map[string]any {
				t.Helper()
				token, err := a.CreateToken(t.Context(), login, "phần mềm nhân sự", 1)
				must(t, err)
				out, err := v.do(t.Context(), method, "/api/v1"+path, "application/json", strings.NewReader(body), "Authorization", "Bearer "+token)
				must(t, err)
				if out.status != want {
					t.Fatalf("%s %s %s: %d, want %d: %s", login, method, path, out.status, want, out.body)
				}
				var got map[string]any
				_ = json.Unmarshal([]byte(out.body), &got)
				return got
			}
			coal, school, other := seed.UnitID("cdcs-than-mau").String(), seed.UnitID("cdcs-thcs-mau").String(), "tam"
			order := `{"name":"Nguyễn Thị Mẫu Một","born":"1990-05-17","sex":"nữ","unit":"` + coal + `","admitted":"2026-10-20","basis":"12/QĐ-CĐCS"}`
			send(other, "POST", "/members", order, http.StatusNotFound)
			send("lan", "POST", "/members", order, http.StatusNotFound)
			bad := send("than", "POST", "/members", strings.Replace(order, "1990-05-17", "17/05/1990", 1), http.StatusUnprocessableEntity)
			if text, _ := json.Marshal(bad); !strings.Contains(string(text), "born") {
				t.Errorf("a faulty day: %s", text)
			}
			m := send("than", "POST", "/members", order, http.StatusCreated)
			id, number := m["id"].(string), m["number"].(string)
			if m["status"] != "active" || number == "" || m["unit"] != coal {
				t.Errorf("%v", m)
			}
			act := func(login, body string, want int) map[string]any {
				t.Helper()
				return send(login, "POST", "/members/"+id+"/actions", body, want)
			}
			if got := act("than", `{"action":"regroup","group":"Tổ Mẫu 9","on":"2026-11-02"}`, 200); got["group"] != "Tổ Mẫu 9" {
				t.Errorf("%v", got)
			}
			if got := act("than", `{"action":"set_status","status":"exempt","on":"2026-11-01","until":"2027-03-01","reason":"Thất nghiệp"}`, 200); got["status"] != "exempt" {
				t.Errorf("%v", got)
			}
			act(other, `{"action":"end","status":"left","on":"2026-11-20","reason":"x","basis":"1/QĐ"}`, http.StatusNotFound)
			send(other, "GET", "/members/"+id, "", http.StatusNotFound)

			asked := send("hong", "POST", "/member-transfers", `{"key":"`+number+`","to":"`+school+`","on":"2026-11-16","reason":"Chuyển nơi làm việc"}`, http.StatusCreated)
			transfer := "/member-transfers/" + asked["id"].(string) + "/actions"
			send(other, "POST", transfer, `{"action":"confirm"}`, http.StatusNotFound)
			if got := send("than", "POST", transfer, `{"action":"confirm"}`, 200); got["state"] != "done" {
				t.Errorf("%v", got)
			}
			if got := send("hong", "GET", "/members/"+id, "", 200); got["unit"] != school {
				t.Errorf("%v", got)
			}
			act("than", `{"action":"regroup","group":"x","on":"2026-11-20"}`, http.StatusNotFound)
			if got := act("hong", `{"action":"end","status":"left","on":"2026-11-21","reason":"Nghỉ việc","basis":"5/QĐ"}`, 200); got["status"] != "left" {
				t.Errorf("%v", got)
			}
			report, err := a.Verify(t.Context())
			must(t, err)
			if !report.OK() {
				t.Errorf("%+v", report)
			}
		})
	}
}
