package payments
import ("testing";"net/http";"net/http/httptest";"os/exec";"doanket/ui";"doanket/core/messages";"fmt")
func TestZZ(t *testing.T){
 ss:=append(Samples(),messages.Samples()...)
 mux:=http.NewServeMux(); mux.Handle("/_pages/",ui.Catalogue(ss,func(s string) ui.Frame{return ui.Frame{Title:s,Site:"Đoàn Kết",User:&ui.User{Name:"Hoàng Thị Mai",Post:"Thu ngân"}}}))
 mux.Handle("/tai-san/",ui.AssetHandler())
 srv:=httptest.NewServer(mux); defer srv.Close()
 for i,s:=range ss { for _,w:=range []string{"1280,1000","360,1200"}{ out,err:=exec.Command("chromium","--headless","--no-sandbox","--disable-gpu","--hide-scrollbars","--window-size="+w,fmt.Sprintf("--screenshot=/tmp/lun/%s_%s.png",s.Name(),w[:3]),fmt.Sprintf("%s/_pages/%d",srv.URL,i)).CombinedOutput(); if err!=nil{t.Log(string(out),err)} } ; if i>20 {break}}
}
