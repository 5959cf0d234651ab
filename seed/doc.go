// Package seed is the one cast of the house: invented units, people and cases for tests, the
// demonstration and the pictures of the documents. Names of units follow the law's form, people and
// firms are invented; identity numbers lie in a province that does not exist (000), telephones begin
// with 0000 and letters go to vidu.example, so that nothing of it can meet a real person.
//
// The cast is data and always the same: the same keys get the same ids in every database.
//
// SPDX-License-Identifier: Apache-2.0
package seed
