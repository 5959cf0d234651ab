package people

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// credentials are what a sign-in compares; the zero value stands for nobody.
type credentials struct {
	id         kernel.ID
	hash       string
	state      AccountState
	mustChange bool
	totp       bool
}

func credentialsInto(c *credentials) []any {
	return []any{&c.id, &c.hash, &c.state, &c.mustChange, &c.totp}
}

// credentialsOf finds the one account with a login name or e-mail. Two of one name on a site with several tenants are nobody.
func credentialsOf(tx *db.Tx, login string) (credentials, error) {
	found, err := db.All(tx, credentialsInto,
		`select id, password_hash, state, must_change, totp_secret <> '' from account where login = $1 or email = $1 order by id limit 2`, login)
	if err != nil || len(found) != 1 {
		return credentials{}, err
	}
	return found[0], nil
}

func hashOf(tx *db.Tx, account kernel.ID) (string, error) {
	h, _, err := db.Value[string](tx, `select password_hash from account where id = $1`, account)
	return h, err
}

type failureRow struct {
	failures int
	last     kernel.Instant
}

// failuresOf makes the row when there is none and holds it until the transaction ends, so that tries
// at the same moment are judged one after the other.
func failuresOf(tx *db.Tx, t try, now kernel.Instant) (int, kernel.Instant, error) {
	r, _, err := db.One(tx, func(r *failureRow) []any { return []any{&r.failures, &r.last} },
		`insert into sign_in_failure (who, source, failures, last_at) values ($1, $2, 0, $3)
		on conflict (who, source) do update set failures = sign_in_failure.failures returning failures, last_at`, t.who, t.source, now)
	return r.failures, r.last, err
}

func countTry(tx *db.Tx, t try, failures int, at kernel.Instant) error {
	_, err := tx.Exec(`update sign_in_failure set failures = $1, last_at = $2 where who = $3 and source = $4`, failures, at, t.who, t.source)
	return err
}

func forgive(tx *db.Tx, t try) error {
	_, err := tx.Exec(`delete from sign_in_failure where who = $1 and source = $2`, t.who, t.source)
	return err
}

func touchSignIn(tx *db.Tx, account kernel.ID, at kernel.Instant) error {
	_, err := tx.Exec(`update account set last_sign_in_at = $1 where id = $2`, at, account)
	return err
}

func isKnownDevice(tx *db.Tx, account kernel.ID, digest string) (bool, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from account_device where account_id = $1 and digest = $2`, account, digest)
	return n == 1, err
}

func insertDevice(tx *db.Tx, account kernel.ID, digest string, at kernel.Instant) error {
	_, err := tx.Exec(`insert into account_device (account_id, digest, created_at, last_seen_at) values ($1, $2, $3, $3)`, account, digest, at)
	return err
}

func insertReset(tx *db.Tx, account kernel.ID, digest string, expires kernel.Instant) error {
	_, err := tx.Exec(`insert into account_reset (digest, account_id, expires_at) values ($1, $2, $3)`, digest, account, expires)
	return err
}

func countResets(tx *db.Tx, account kernel.ID, now kernel.Instant) (int64, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from account_reset where account_id = $1 and used_at is null and expires_at > $2`, account, now)
	return n, err
}

func openReset(tx *db.Tx, digest string, now kernel.Instant) (kernel.ID, bool, error) {
	id, ok, err := db.Value[int64](tx, `select account_id from account_reset where digest = $1 and used_at is null and expires_at > $2`, digest, now)
	return kernel.ID(id), ok, err
}

// useResets uses up every open link of the account: who has a new password needs none of the others.
func useResets(tx *db.Tx, account kernel.ID, at kernel.Instant) error {
	_, err := tx.Exec(`update account_reset set used_at = $1 where account_id = $2 and used_at is null`, at, account)
	return err
}

type totpRow struct {
	secret string
	step   int64
}

func totpOf(tx *db.Tx, account kernel.ID) (string, int64, error) {
	r, _, err := db.One(tx, func(r *totpRow) []any { return []any{&r.secret, &r.step} },
		`select totp_secret, totp_step from account where id = $1 and state = 'active'`, account)
	return r.secret, r.step, err
}

func setTOTP(tx *db.Tx, account kernel.ID, sealed string, step int64) error {
	_, err := tx.Exec(`update account set totp_secret = $1, totp_step = $2 where id = $3`, sealed, step, account)
	return err
}

func spendStep(tx *db.Tx, account kernel.ID, step int64) (bool, error) {
	n, err := tx.Exec(`update account set totp_step = $1 where id = $2 and totp_step < $1`, step, account)
	return n == 1, err
}

func dropTOTP(tx *db.Tx, account kernel.ID) error {
	err := setTOTP(tx, account, "", 0)
	if err != nil {
		return err
	}
	return dropRecovery(tx, account)
}

func dropRecovery(tx *db.Tx, account kernel.ID) error {
	_, err := tx.Exec(`delete from account_recovery where account_id = $1`, account)
	return err
}

func insertRecovery(tx *db.Tx, account kernel.ID, digest string) error {
	_, err := tx.Exec(`insert into account_recovery (account_id, digest) values ($1, $2)`, account, digest)
	return err
}

func spendRecovery(tx *db.Tx, account kernel.ID, digest string, at kernel.Instant) (bool, error) {
	n, err := tx.Exec(`update account_recovery set used_at = $1 where account_id = $2 and digest = $3 and used_at is null`, at, account, digest)
	return n == 1, err
}

func recoveryLeft(tx *db.Tx, account kernel.ID) (int, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from account_recovery where account_id = $1 and used_at is null`, account)
	return int(n), err
}

// Passkey (khoá đăng nhập) is a key on a telephone or computer that signs its owner in.
//
//glossary:none
type Passkey struct {
	ID       kernel.ID
	Name     string
	Created  kernel.Instant
	LastUsed kernel.Instant
}

type passkeyRow struct {
	Passkey
	credential string
}

func passkeysOf(tx *db.Tx, account kernel.ID) ([]passkeyRow, error) {
	return db.All(tx, func(r *passkeyRow) []any {
		return []any{&r.ID, &r.Name, &r.Created, &r.LastUsed, &r.credential}
	}, `select id, name, created_at, last_used_at, credential from account_passkey where account_id = $1 order by id limit 50`, account)
}

func insertPasskey(tx *db.Tx, account kernel.ID, k Passkey, credentialID, credential string) error {
	_, err := tx.Exec(`insert into account_passkey (id, account_id, credential_id, credential, name, created_at) values ($1, $2, $3, $4, $5, $6)`,
		k.ID, account, credentialID, credential, k.Name, k.Created)
	return err
}

func usePasskey(tx *db.Tx, credentialID, credential string, at kernel.Instant) error {
	_, err := tx.Exec(`update account_passkey set credential = $1, last_used_at = $2 where credential_id = $3`, credential, at, credentialID)
	return err
}

func deletePasskey(tx *db.Tx, account, id kernel.ID) (bool, error) {
	n, err := tx.Exec(`delete from account_passkey where account_id = $1 and id = $2`, account, id)
	return n == 1, err
}

// Token (mã truy cập API) is how a program acts as an account. Only its digest is kept.
//
//glossary:none
type Token struct {
	ID       kernel.ID
	Name     string
	Created  kernel.Instant
	Expires  kernel.Instant
	LastUsed kernel.Instant
}

type tokenRow struct {
	id, account kernel.ID
	lastUsed    kernel.Instant
}

func tokenByDigest(tx *db.Tx, digest string, now kernel.Instant) (tokenRow, bool, error) {
	return db.One(tx, func(t *tokenRow) []any { return []any{&t.id, &t.account, &t.lastUsed} },
		`select id, account_id, last_used_at from account_token
		where digest = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`, digest, now)
}

func touchToken(tx *db.Tx, id kernel.ID, at kernel.Instant) error {
	_, err := tx.Exec(`update account_token set last_used_at = $1 where id = $2`, at, id)
	return err
}

func insertToken(tx *db.Tx, tenant, account kernel.ID, t Token, digest string) error {
	_, err := tx.Exec(`insert into account_token (id, tenant_id, account_id, name, digest, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		t.ID, tenant, account, t.Name, digest, t.Created, t.Expires)
	return err
}

func tokensOf(tx *db.Tx, account kernel.ID) ([]Token, error) {
	return db.All(tx, func(t *Token) []any { return []any{&t.ID, &t.Name, &t.Created, &t.Expires, &t.LastUsed} },
		`select id, name, created_at, expires_at, last_used_at from account_token
		where account_id = $1 and revoked_at is null order by id desc limit 100`, account)
}

func revokeToken(tx *db.Tx, account, id kernel.ID, at kernel.Instant) (bool, error) {
	n, err := tx.Exec(`update account_token set revoked_at = $1 where id = $2 and account_id = $3 and revoked_at is null`, at, id, account)
	return n == 1, err
}

// sweep forgets what has no more use: old failures and used or expired links.
func sweep(tx *db.Tx, now kernel.Instant) error {
	_, err := tx.Exec(`delete from sign_in_failure where last_at < $1`, now.Add(-forgetAfter))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`delete from account_reset where expires_at < $1`, now)
	return err
}
