; walkproof: x86_64, gup_fast@v6.9
; Checksum of the models: 1c78372f4f6fc676
; Each obligation is stated by its negation, which is to be unsat where it holds; each cover is
; to be sat. A query that several configurations ask stands here once, under all its names.
(set-logic QF_BV)

; levels=4 x86_5level=true: obligation, pgd: the walk's checks leave a range of whole pages that is not empty
; levels=4 x86_5level=false: obligation, pgd: the walk's checks leave a range of whole pages that is not empty
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const end (_ BitVec 64))
(assert (= (bvand addr (_ bv4095 64)) (_ bv0 64)))
(assert (= (bvand end (_ bv4095 64)) (_ bv0 64)))
(assert (bvule addr end))
(assert (bvule end (_ bv140737488351232 64)))
(assert (bvule end (_ bv140737488351232 64)))
(assert (= (bvlshr end (_ bv47 64)) (_ bv0 64)))
(assert (not (= addr end)))
(assert (not (and (bvult addr end) (= (bvand addr (_ bv4095 64)) (_ bv0 64)) (= (bvand end (_ bv4095 64)) (_ bv0 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: the walk's checks keep the range inside what the tables translate
; levels=4 x86_5level=false: obligation, pgd: the walk's checks keep the range inside what the tables translate
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const end (_ BitVec 64))
(assert (= (bvand addr (_ bv4095 64)) (_ bv0 64)))
(assert (= (bvand end (_ bv4095 64)) (_ bv0 64)))
(assert (bvule addr end))
(assert (bvule end (_ bv140737488351232 64)))
(assert (bvule end (_ bv140737488351232 64)))
(assert (= (bvlshr end (_ bv47 64)) (_ bv0 64)))
(assert (not (= addr end)))
(assert (not (= (bvlshr (bvadd end (_ bv18446744073709551615 64)) (_ bv48 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: the cursor is the pml4 table's entry for addr
; levels=4 x86_5level=true: obligation, pgd: for any address in the pml4 table the offset helpers give its entry
; levels=4 x86_5level=true: obligation, pgd: the cursor lies inside the pml4 table
; levels=4 x86_5level=true: obligation, pgd: next is the end of what the pml4 entry maps, or of the range
; levels=4 x86_5level=true: obligation, pgd: addr < next <= end
; levels=4 x86_5level=true: obligation, pud: next is the end of what the pdpt entry maps, or of the range
; levels=4 x86_5level=true: obligation, pud: addr < next <= end
; levels=4 x86_5level=true: obligation, pud: the pdpt entry that is taken as a page maps one
; levels=4 x86_5level=true: obligation, pud: the page that is taken is the one that the pdpt entry maps
; levels=4 x86_5level=true: obligation, pud: what is taken lies in one pdpt entry
; levels=4 x86_5level=true: obligation, pmd: the cursor is the entry for addr in the pd table that the pdpt entry names
; levels=4 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from names a table
; levels=4 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from is one that it has checked
; levels=4 x86_5level=true: obligation, pmd: for any address in the pd table the offset helpers give its entry
; levels=4 x86_5level=true: obligation, pte: next is the end of what the pt entry maps, or of the range
; levels=4 x86_5level=true: obligation, pte: addr < next <= end
; levels=4 x86_5level=false: obligation, pgd: the cursor is the pml4 table's entry for addr
; levels=4 x86_5level=false: obligation, pgd: for any address in the pml4 table the offset helpers give its entry
; levels=4 x86_5level=false: obligation, pgd: the cursor lies inside the pml4 table
; levels=4 x86_5level=false: obligation, pgd: next is the end of what the pml4 entry maps, or of the range
; levels=4 x86_5level=false: obligation, pgd: addr < next <= end
; levels=4 x86_5level=false: obligation, pud: next is the end of what the pdpt entry maps, or of the range
; levels=4 x86_5level=false: obligation, pud: addr < next <= end
; levels=4 x86_5level=false: obligation, pud: the pdpt entry that is taken as a page maps one
; levels=4 x86_5level=false: obligation, pud: the page that is taken is the one that the pdpt entry maps
; levels=4 x86_5level=false: obligation, pud: what is taken lies in one pdpt entry
; levels=4 x86_5level=false: obligation, pmd: the cursor is the entry for addr in the pd table that the pdpt entry names
; levels=4 x86_5level=false: obligation, pmd: the pdpt entry that the walk descends from names a table
; levels=4 x86_5level=false: obligation, pmd: the pdpt entry that the walk descends from is one that it has checked
; levels=4 x86_5level=false: obligation, pmd: for any address in the pd table the offset helpers give its entry
; levels=4 x86_5level=false: obligation, pte: next is the end of what the pt entry maps, or of the range
; levels=4 x86_5level=false: obligation, pte: addr < next <= end
; levels=5 x86_5level=true: obligation, pgd: the cursor is the pml5 table's entry for addr
; levels=5 x86_5level=true: obligation, pgd: for any address in the pml5 table the offset helpers give its entry
; levels=5 x86_5level=true: obligation, pgd: the cursor lies inside the pml5 table
; levels=5 x86_5level=true: obligation, pgd: next is the end of what the pml5 entry maps, or of the range
; levels=5 x86_5level=true: obligation, pgd: addr < next <= end
; levels=5 x86_5level=true: obligation, pud: the cursor is the entry for addr in the pdpt table that the pml4 entry names
; levels=5 x86_5level=true: obligation, pud: the pml4 entry that the walk descends from is one that it has checked
; levels=5 x86_5level=true: obligation, pud: for any address in the pdpt table the offset helpers give its entry
; levels=5 x86_5level=true: obligation, pud: next is the end of what the pdpt entry maps, or of the range
; levels=5 x86_5level=true: obligation, pud: addr < next <= end
; levels=5 x86_5level=true: obligation, pud: the pdpt entry that is taken as a page maps one
; levels=5 x86_5level=true: obligation, pud: the page that is taken is the one that the pdpt entry maps
; levels=5 x86_5level=true: obligation, pud: what is taken lies in one pdpt entry
; levels=5 x86_5level=true: obligation, pmd: the cursor is the entry for addr in the pd table that the pdpt entry names
; levels=5 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from names a table
; levels=5 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from is one that it has checked
; levels=5 x86_5level=true: obligation, pmd: for any address in the pd table the offset helpers give its entry
; levels=5 x86_5level=true: obligation, pte: next is the end of what the pt entry maps, or of the range
; levels=5 x86_5level=true: obligation, pte: addr < next <= end
(push 1)
(set-info :status unsat)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: the range lies in one pml4 table
; levels=4 x86_5level=false: obligation, pgd: the range lies in one pml4 table
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (not (= (bvand (bvxor (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: [addr, next) lies in one pml4 entry
; levels=4 x86_5level=false: obligation, pgd: [addr, next) lies in one pml4 entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (not (bvult (bvor addr_pgd (_ bv549755813887 64)) (bvor last (_ bv4095 64)))))
(assert (not (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: where the loop goes on, the pml4 table has a next entry
; levels=4 x86_5level=false: obligation, pgd: where the loop goes on, the pml4 table has a next entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (= (bvand (bvor addr_pgd (_ bv549755813887 64)) (_ bv281474976710655 64)) (_ bv281474976710655 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: the rest of the range lies in the same pml4 table
; levels=4 x86_5level=false: obligation, pgd: the rest of the range lies in the same pml4 table
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pgd (_ bv549755813887 64)) (_ bv281474976710655 64)) (_ bv281474976710655 64))))
(assert (not (= (bvand (bvxor (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: the advanced cursor is the pml4 table's entry for next
; levels=4 x86_5level=false: obligation, pgd: the advanced cursor is the pml4 table's entry for next
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pgd (_ bv549755813887 64)) (_ bv281474976710655 64)) (_ bv281474976710655 64))))
(assert (not (= (bvadd (bvshl (bvand (bvlshr (bvand addr_pgd (_ bv18446744073709547520 64)) (_ bv39 64)) (_ bv511 64)) (_ bv3 64)) (_ bv8 64)) (bvshl (bvand (bvadd (bvlshr (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv39 64)) (_ bv1 64)) (_ bv511 64)) (_ bv3 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, p4d: the cursor is the local copy &pgd of the pml4 entry
; levels=4 x86_5level=false: obligation, p4d: the cursor is the local copy &pgd of the pml4 entry
; levels=4 x86_5level=false: obligation, p4d: next is end, so the loop runs once
(push 1)
(set-info :status unsat)
(assert true)
(assert true)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, p4d: next is end, so the loop runs once
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert true)
(define-fun |t!2| () Bool (bvult |t!1| |t!0|))
(assert (not (= (ite (bvult (bvor addr_pgd (_ bv549755813887 64)) (ite |t!2| (bvor addr_pgd (_ bv549755813887 64)) (bvor last (_ bv4095 64)))) (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (ite |t!2| (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))) (ite |t!2| (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the cursor is the entry for addr in the pdpt table that the pml4 entry names
; levels=4 x86_5level=true: obligation, pud: the pml4 entry that the walk descends from is one that it has checked
; levels=4 x86_5level=true: obligation, pud: for any address in the pdpt table the offset helpers give its entry
; levels=4 x86_5level=false: obligation, pud: the cursor is the entry for addr in the pdpt table that the pml4 entry names
; levels=4 x86_5level=false: obligation, pud: the pml4 entry that the walk descends from is one that it has checked
; levels=4 x86_5level=false: obligation, pud: for any address in the pdpt table the offset helpers give its entry
(push 1)
(set-info :status unsat)
(assert true)
(assert true)
(assert true)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the pml4 entry that the walk descends from names a table
; levels=4 x86_5level=false: obligation, pud: the pml4 entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pml4#2| (_ BitVec 64))
(assert true)
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert true)
(assert true)
(assert (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the range lies in one pdpt table
; levels=4 x86_5level=false: obligation, pud: the range lies in one pdpt table
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert true)
(assert (= (ite (bvult |t!1| |t!0|) (bvor addr_pgd (_ bv549755813887 64)) (bvor last (_ bv4095 64))) (_ bv18446744073709551615 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the cursor lies inside the pdpt table
; levels=4 x86_5level=true: obligation, pmd: the cursor lies inside the pd table
; levels=4 x86_5level=true: obligation, pmd: next is the end of what the pd entry maps, or of the range
; levels=4 x86_5level=true: obligation, pmd: addr < next <= end
; levels=4 x86_5level=true: obligation, pmd: the page that is taken is the one that the pd entry maps
; levels=4 x86_5level=true: obligation, pmd: what is taken lies in one pd entry
; levels=4 x86_5level=true: obligation, pte: the cursor is the entry for addr in the pt table that the pd entry names
; levels=4 x86_5level=true: obligation, pte: the pd entry that the walk descends from is one that it has checked
; levels=4 x86_5level=true: obligation, pte: for any address in the pt table the offset helpers give its entry
; levels=4 x86_5level=true: obligation, pte: the cursor lies inside the pt table
; levels=4 x86_5level=true: obligation, pte: the pmd entry that is looked at again is the live one
; levels=4 x86_5level=true: obligation, pgd: every read of a table is marked, or under the lock
; levels=4 x86_5level=true: obligation, p4d: every read of a table is marked, or under the lock
; levels=4 x86_5level=false: obligation, pud: the cursor lies inside the pdpt table
; levels=4 x86_5level=false: obligation, pmd: the cursor lies inside the pd table
; levels=4 x86_5level=false: obligation, pmd: next is the end of what the pd entry maps, or of the range
; levels=4 x86_5level=false: obligation, pmd: addr < next <= end
; levels=4 x86_5level=false: obligation, pmd: the page that is taken is the one that the pd entry maps
; levels=4 x86_5level=false: obligation, pmd: what is taken lies in one pd entry
; levels=4 x86_5level=false: obligation, pte: the cursor is the entry for addr in the pt table that the pd entry names
; levels=4 x86_5level=false: obligation, pte: the pd entry that the walk descends from is one that it has checked
; levels=4 x86_5level=false: obligation, pte: for any address in the pt table the offset helpers give its entry
; levels=4 x86_5level=false: obligation, pte: the cursor lies inside the pt table
; levels=4 x86_5level=false: obligation, pte: the pmd entry that is looked at again is the live one
; levels=4 x86_5level=false: obligation, pgd: every read of a table is marked, or under the lock
; levels=4 x86_5level=false: obligation, p4d: every read of a table is marked, or under the lock
; levels=5 x86_5level=true: obligation, p4d: the cursor lies inside the pml4 table
; levels=5 x86_5level=true: obligation, p4d: next is the end of what the pml4 entry maps, or of the range
; levels=5 x86_5level=true: obligation, p4d: addr < next <= end
; levels=5 x86_5level=true: obligation, pud: the cursor lies inside the pdpt table
; levels=5 x86_5level=true: obligation, pmd: the cursor lies inside the pd table
; levels=5 x86_5level=true: obligation, pmd: next is the end of what the pd entry maps, or of the range
; levels=5 x86_5level=true: obligation, pmd: addr < next <= end
; levels=5 x86_5level=true: obligation, pmd: the page that is taken is the one that the pd entry maps
; levels=5 x86_5level=true: obligation, pmd: what is taken lies in one pd entry
; levels=5 x86_5level=true: obligation, pte: the cursor is the entry for addr in the pt table that the pd entry names
; levels=5 x86_5level=true: obligation, pte: the pd entry that the walk descends from is one that it has checked
; levels=5 x86_5level=true: obligation, pte: for any address in the pt table the offset helpers give its entry
; levels=5 x86_5level=true: obligation, pte: the cursor lies inside the pt table
; levels=5 x86_5level=true: obligation, pte: the pmd entry that is looked at again is the live one
; levels=5 x86_5level=true: obligation, pgd: every read of a table is marked, or under the lock
; levels=5 x86_5level=true: obligation, p4d: every read of a table is marked, or under the lock
(push 1)
(set-info :status unsat)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: [addr, next) lies in one pdpt entry
; levels=4 x86_5level=false: obligation, pud: [addr, next) lies in one pdpt entry
; levels=5 x86_5level=true: obligation, pud: [addr, next) lies in one pdpt entry
(push 1)
(set-info :status unsat)
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (not (bvult (bvor addr_pud (_ bv1073741823 64)) (bvor last_pud (_ bv4095 64)))))
(assert true)
(assert (not (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: where the loop goes on, the pdpt table has a next entry
; levels=4 x86_5level=false: obligation, pud: where the loop goes on, the pdpt table has a next entry
; levels=5 x86_5level=true: obligation, pud: where the loop goes on, the pdpt table has a next entry
(push 1)
(set-info :status unsat)
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert true)
(assert (= (bvand (bvor addr_pud (_ bv1073741823 64)) (_ bv549755813887 64)) (_ bv549755813887 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the rest of the range lies in the same pdpt table
; levels=4 x86_5level=false: obligation, pud: the rest of the range lies in the same pdpt table
; levels=5 x86_5level=true: obligation, pud: the rest of the range lies in the same pdpt table
(push 1)
(set-info :status unsat)
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pud (_ bv1073741823 64)) (_ bv549755813887 64)) (_ bv549755813887 64))))
(assert true)
(assert (not (= (bvand (bvxor (bvadd (bvand addr_pud (_ bv18446744072635809792 64)) (_ bv1073741824 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the advanced cursor is the pdpt table's entry for next
; levels=4 x86_5level=false: obligation, pud: the advanced cursor is the pdpt table's entry for next
; levels=5 x86_5level=true: obligation, pud: the advanced cursor is the pdpt table's entry for next
(push 1)
(set-info :status unsat)
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pud (_ bv1073741823 64)) (_ bv549755813887 64)) (_ bv549755813887 64))))
(assert true)
(assert (not (= (bvadd (bvshl (bvand (bvlshr (bvand addr_pud (_ bv18446744073709547520 64)) (_ bv30 64)) (_ bv511 64)) (_ bv3 64)) (_ bv8 64)) (bvshl (bvand (bvadd (bvlshr (bvand addr_pud (_ bv18446744072635809792 64)) (_ bv30 64)) (_ bv1 64)) (_ bv511 64)) (_ bv3 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the pud entry that is looked at again is the live one
; levels=4 x86_5level=false: obligation, pud: the pud entry that is looked at again is the live one
; levels=5 x86_5level=true: obligation, pud: the pud entry that is looked at again is the live one
(push 1)
(set-info :status unsat)
(declare-const |pdpt@| (_ BitVec 64))
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(declare-const |pdpt#1| (_ BitVec 64))
(assert (and (= (bvand |pdpt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pdpt@|) (bvule |pdpt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (not (= (bvand |pdpt#1| (_ bv1 64)) (_ bv0 64))))
(assert (not (= (bvand |pdpt#1| (_ bv128 64)) (_ bv0 64))))
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: a plain read of the pdpt table does not happen
; levels=4 x86_5level=false: obligation, pud: a plain read of the pdpt table does not happen
; levels=5 x86_5level=true: obligation, pud: a plain read of the pdpt table does not happen
(push 1)
(set-info :status sat)
(declare-const |pdpt@| (_ BitVec 64))
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(declare-const |pdpt#1| (_ BitVec 64))
(assert (and (= (bvand |pdpt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pdpt@|) (bvule |pdpt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (not (= (bvand |pdpt#1| (_ bv1 64)) (_ bv0 64))))
(assert (not (= (bvand |pdpt#1| (_ bv128 64)) (_ bv0 64))))
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: the range lies in one pd table
; levels=4 x86_5level=false: obligation, pmd: the range lies in one pd table
; levels=5 x86_5level=true: obligation, pmd: the range lies in one pd table
(push 1)
(set-info :status unsat)
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert true)
(assert (= (ite (bvult |t!1| |t!0|) (bvor addr_pud (_ bv1073741823 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446744073709551615 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: [addr, next) lies in one pd entry
; levels=4 x86_5level=false: obligation, pmd: [addr, next) lies in one pd entry
; levels=5 x86_5level=true: obligation, pmd: [addr, next) lies in one pd entry
(push 1)
(set-info :status unsat)
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (not (bvult (bvor addr_pmd (_ bv2097151 64)) (bvor last_pmd (_ bv4095 64)))))
(assert (not (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: where the loop goes on, the pd table has a next entry
; levels=4 x86_5level=false: obligation, pmd: where the loop goes on, the pd table has a next entry
; levels=5 x86_5level=true: obligation, pmd: where the loop goes on, the pd table has a next entry
(push 1)
(set-info :status unsat)
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (= (bvand (bvor addr_pmd (_ bv2097151 64)) (_ bv1073741823 64)) (_ bv1073741823 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: the rest of the range lies in the same pd table
; levels=4 x86_5level=false: obligation, pmd: the rest of the range lies in the same pd table
; levels=5 x86_5level=true: obligation, pmd: the rest of the range lies in the same pd table
(push 1)
(set-info :status unsat)
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pmd (_ bv2097151 64)) (_ bv1073741823 64)) (_ bv1073741823 64))))
(assert (not (= (bvand (bvxor (bvadd (bvand addr_pmd (_ bv18446744073707454464 64)) (_ bv2097152 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: the advanced cursor is the pd table's entry for next
; levels=4 x86_5level=false: obligation, pmd: the advanced cursor is the pd table's entry for next
; levels=5 x86_5level=true: obligation, pmd: the advanced cursor is the pd table's entry for next
(push 1)
(set-info :status unsat)
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pmd (_ bv2097151 64)) (_ bv1073741823 64)) (_ bv1073741823 64))))
(assert (not (= (bvadd (bvshl (bvand (bvlshr (bvand addr_pmd (_ bv18446744073709547520 64)) (_ bv21 64)) (_ bv511 64)) (_ bv3 64)) (_ bv8 64)) (bvshl (bvand (bvadd (bvlshr (bvand addr_pmd (_ bv18446744073707454464 64)) (_ bv21 64)) (_ bv1 64)) (_ bv511 64)) (_ bv3 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: the pd entry that is taken as a page maps one
; levels=4 x86_5level=false: obligation, pmd: the pd entry that is taken as a page maps one
; levels=5 x86_5level=true: obligation, pmd: the pd entry that is taken as a page maps one
(push 1)
(set-info :status unsat)
(declare-const |pd#1| (_ BitVec 64))
(assert (or (not (= (bvand |pd#1| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#1| (_ bv256 64)) (_ bv0 64))))
(assert (not (= (bvand |pd#1| (_ bv385 64)) (_ bv0 64))))
(assert (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))))
(assert (= (bvand |pd#1| (_ bv129 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: the pmd entry that is looked at again is the live one
; levels=4 x86_5level=false: obligation, pmd: the pmd entry that is looked at again is the live one
; levels=5 x86_5level=true: obligation, pmd: the pmd entry that is looked at again is the live one
(push 1)
(set-info :status unsat)
(declare-const |pd@| (_ BitVec 64))
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(declare-const |pd#1| (_ BitVec 64))
(assert (and (= (bvand |pd@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pd@|) (bvule |pd@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pd#1| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#1| (_ bv256 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (not (= (bvand |pd#1| (_ bv385 64)) (_ bv0 64))))
(assert (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))))
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: a plain read of the pd table does not happen
; levels=4 x86_5level=false: obligation, pmd: a plain read of the pd table does not happen
; levels=5 x86_5level=true: obligation, pmd: a plain read of the pd table does not happen
(push 1)
(set-info :status sat)
(declare-const |pd@| (_ BitVec 64))
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(declare-const |pd#1| (_ BitVec 64))
(assert (and (= (bvand |pd@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pd@|) (bvule |pd@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pd#1| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#1| (_ bv256 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (not (= (bvand |pd#1| (_ bv385 64)) (_ bv0 64))))
(assert (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))))
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: the pd entry that the walk descends from names a table
; levels=4 x86_5level=false: obligation, pte: the pd entry that the walk descends from names a table
; levels=5 x86_5level=true: obligation, pte: the pd entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pd#1| (_ BitVec 64))
(assert (or (not (= (bvand |pd#1| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#1| (_ bv256 64)) (_ bv0 64))))
(assert (not (= (bvand |pd#1| (_ bv385 64)) (_ bv0 64))))
(assert (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64)))
(assert (= (bvand |pd#1| (_ bv129 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: the range lies in one pt table
; levels=4 x86_5level=false: obligation, pte: the range lies in one pt table
; levels=5 x86_5level=true: obligation, pte: the range lies in one pt table
(push 1)
(set-info :status unsat)
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (= (ite (bvult |t!1| |t!0|) (bvor addr_pmd (_ bv2097151 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744073709551615 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: next is the end of what the pt entry maps, or of the range
; levels=4 x86_5level=false: obligation, pte: next is the end of what the pt entry maps, or of the range
; levels=5 x86_5level=true: obligation, pte: next is the end of what the pt entry maps, or of the range
(push 1)
(set-info :status unsat)
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (not (bvult (bvor addr_pte (_ bv4095 64)) (bvor last_pte (_ bv4095 64)))))
(assert true)
(assert (not (= (bvadd (bvand addr_pte (_ bv18446744073709547520 64)) (_ bv4096 64)) (bvadd (bvand last_pte (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: [addr, next) lies in one pt entry
; levels=4 x86_5level=false: obligation, pte: [addr, next) lies in one pt entry
; levels=5 x86_5level=true: obligation, pte: [addr, next) lies in one pt entry
(push 1)
(set-info :status unsat)
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (not (bvult (bvor addr_pte (_ bv4095 64)) (bvor last_pte (_ bv4095 64)))))
(assert true)
(assert (not (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073709547520 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: where the loop goes on, the pt table has a next entry
; levels=4 x86_5level=false: obligation, pte: where the loop goes on, the pt table has a next entry
; levels=5 x86_5level=true: obligation, pte: where the loop goes on, the pt table has a next entry
(push 1)
(set-info :status unsat)
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pte (_ bv4095 64)))
(assert (or (bvult (bvor addr_pte (_ bv4095 64)) |t!0|) (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073709547520 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pte (_ bv4095 64)))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073709547520 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert true)
(assert (= (bvand (bvor addr_pte (_ bv4095 64)) (_ bv2097151 64)) (_ bv2097151 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: the rest of the range lies in the same pt table
; levels=4 x86_5level=false: obligation, pte: the rest of the range lies in the same pt table
; levels=5 x86_5level=true: obligation, pte: the rest of the range lies in the same pt table
(push 1)
(set-info :status unsat)
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pte (_ bv4095 64)))
(assert (or (bvult (bvor addr_pte (_ bv4095 64)) |t!0|) (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073709547520 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pte (_ bv4095 64)))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073709547520 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pte (_ bv4095 64)) (_ bv2097151 64)) (_ bv2097151 64))))
(assert true)
(assert (not (= (bvand (bvxor (bvadd (bvand addr_pte (_ bv18446744073709547520 64)) (_ bv4096 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: the advanced cursor is the pt table's entry for next
; levels=4 x86_5level=false: obligation, pte: the advanced cursor is the pt table's entry for next
; levels=5 x86_5level=true: obligation, pte: the advanced cursor is the pt table's entry for next
(push 1)
(set-info :status unsat)
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pte (_ bv4095 64)))
(assert (or (bvult (bvor addr_pte (_ bv4095 64)) |t!0|) (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073709547520 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pte (_ bv4095 64)))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073709547520 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pte (_ bv4095 64)) (_ bv2097151 64)) (_ bv2097151 64))))
(assert true)
(assert (not (= (bvadd (bvshl (bvand (bvlshr (bvand addr_pte (_ bv18446744073709547520 64)) (_ bv12 64)) (_ bv511 64)) (_ bv3 64)) (_ bv8 64)) (bvshl (bvand (bvadd (bvlshr (bvand addr_pte (_ bv18446744073709547520 64)) (_ bv12 64)) (_ bv1 64)) (_ bv511 64)) (_ bv3 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: the pt entry that is taken as a page maps one
; levels=4 x86_5level=true: obligation, pte: the page that is taken is the one that the pt entry maps
; levels=4 x86_5level=true: obligation, pte: what is taken lies in one pt entry
; levels=4 x86_5level=true: obligation, pgd: no other plain read of a table happens
; levels=4 x86_5level=true: obligation, pgd: nothing else is looked at again
; levels=4 x86_5level=true: obligation, pgd: no other loop goes on
; levels=4 x86_5level=true: obligation, pgd: there is no other descent
; levels=4 x86_5level=false: obligation, pte: the pt entry that is taken as a page maps one
; levels=4 x86_5level=false: obligation, pte: the page that is taken is the one that the pt entry maps
; levels=4 x86_5level=false: obligation, pte: what is taken lies in one pt entry
; levels=4 x86_5level=false: obligation, pgd: no other plain read of a table happens
; levels=4 x86_5level=false: obligation, pgd: nothing else is looked at again
; levels=4 x86_5level=false: obligation, pgd: no other loop goes on
; levels=4 x86_5level=false: obligation, pgd: there is no other descent
; levels=5 x86_5level=true: obligation, p4d: the cursor is the entry for addr in the pml4 table that the pml5 entry names
; levels=5 x86_5level=true: obligation, p4d: the pml5 entry that the walk descends from is one that it has checked
; levels=5 x86_5level=true: obligation, p4d: for any address in the pml4 table the offset helpers give its entry
; levels=5 x86_5level=true: obligation, pte: the pt entry that is taken as a page maps one
; levels=5 x86_5level=true: obligation, pte: the page that is taken is the one that the pt entry maps
; levels=5 x86_5level=true: obligation, pte: what is taken lies in one pt entry
; levels=5 x86_5level=true: obligation, pgd: no other plain read of a table happens
; levels=5 x86_5level=true: obligation, pgd: nothing else is looked at again
; levels=5 x86_5level=true: obligation, pgd: no other loop goes on
; levels=5 x86_5level=true: obligation, pgd: there is no other descent
(push 1)
(set-info :status unsat)
(assert true)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: a plain read of the pt table does not happen
; levels=4 x86_5level=false: obligation, pte: a plain read of the pt table does not happen
; levels=5 x86_5level=true: obligation, pte: a plain read of the pt table does not happen
(push 1)
(set-info :status sat)
(declare-const |pt@| (_ BitVec 64))
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(declare-const |pt#1| (_ BitVec 64))
(assert (and (= (bvand |pt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pt@|) (bvule |pt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pte (_ bv4095 64)))
(assert (or (bvult (bvor addr_pte (_ bv4095 64)) |t!0|) (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073709547520 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pte (_ bv4095 64)))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073709547520 64)) (_ bv0 64)))
(assert (not (= (bvand |pt#1| (_ bv257 64)) (_ bv0 64))))
(assert true)
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pte: the pte entry that is looked at again is the live one
; levels=4 x86_5level=false: obligation, pte: the pte entry that is looked at again is the live one
; levels=5 x86_5level=true: obligation, pte: the pte entry that is looked at again is the live one
(push 1)
(set-info :status unsat)
(declare-const |pt@| (_ BitVec 64))
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(declare-const |pt#1| (_ BitVec 64))
(assert (and (= (bvand |pt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pt@|) (bvule |pt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pte (_ bv4095 64)))
(assert (or (bvult (bvor addr_pte (_ bv4095 64)) |t!0|) (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073709547520 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pte (_ bv4095 64)))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073709547520 64)) (_ bv0 64)))
(assert (not (= (bvand |pt#1| (_ bv257 64)) (_ bv0 64))))
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pgd: the loop iterates
; levels=4 x86_5level=false: cover, pgd: the loop iterates
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml4#1| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (= (ite (bvult (bvor addr (_ bv549755813887 64)) (bvor last (_ bv4095 64))) (bvadd (bvand addr (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pgd: descends, and the loop goes on behind an upper boundary
; levels=4 x86_5level=false: cover, pgd: descends, and the loop goes on behind an upper boundary
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(declare-const |pml4#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert (not (= (ite (bvult |t!1| |t!0|) (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pgd: the entry is used
; levels=4 x86_5level=false: cover, pgd: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(declare-const |pml4#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, p4d: the entry is used
; levels=4 x86_5level=false: cover, p4d: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(declare-const |pml4#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert (not (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pud: the loop iterates
; levels=4 x86_5level=false: cover, pud: the loop iterates
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(declare-const |pml4#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv47 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert (not (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml4#2| (_ bv4503599627366400 64))))
(assert true)
(define-fun |t!2| () Bool (bvult |t!1| |t!0|))
(assert (not (= (ite (bvult (bvor addr_pgd (_ bv1073741823 64)) (ite |t!2| (bvor addr_pgd (_ bv549755813887 64)) (bvor last (_ bv4095 64)))) (bvadd (bvand addr_pgd (_ bv18446744072635809792 64)) (_ bv1073741824 64)) (ite |t!2| (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))) (ite |t!2| (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pud: descends, and the loop goes on behind an upper boundary
; levels=4 x86_5level=false: cover, pud: descends, and the loop goes on behind an upper boundary
; levels=5 x86_5level=true: cover, pud: descends, and the loop goes on behind an upper boundary
(push 1)
(set-info :status sat)
(declare-const |pdpt@| (_ BitVec 64))
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(declare-const |pdpt#1| (_ BitVec 64))
(assert (and (= (bvand |pdpt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pdpt@|) (bvule |pdpt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (not (= (bvand |pdpt#1| (_ bv1 64)) (_ bv0 64))))
(assert (= (bvand |pdpt#1| (_ bv128 64)) (_ bv0 64)))
(assert (not (= (ite (bvult |t!1| |t!0|) (bvadd (bvand addr_pud (_ bv18446744072635809792 64)) (_ bv1073741824 64)) (bvadd (bvand last_pud (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last_pud (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pud: the entry is used
; levels=4 x86_5level=false: cover, pud: the entry is used
; levels=5 x86_5level=true: cover, pud: the entry is used
(push 1)
(set-info :status sat)
(declare-const |pdpt@| (_ BitVec 64))
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(declare-const |pdpt#1| (_ BitVec 64))
(assert (and (= (bvand |pdpt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pdpt@|) (bvule |pdpt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (not (= (bvand |pdpt#1| (_ bv1 64)) (_ bv0 64))))
(assert (= (bvand |pdpt#1| (_ bv128 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pmd: the loop iterates
; levels=4 x86_5level=false: cover, pmd: the loop iterates
; levels=5 x86_5level=true: cover, pmd: the loop iterates
(push 1)
(set-info :status sat)
(declare-const |pdpt@| (_ BitVec 64))
(declare-const addr_pud (_ BitVec 64))
(declare-const last_pud (_ BitVec 64))
(declare-const |pdpt#1| (_ BitVec 64))
(declare-const |pd#2| (_ BitVec 64))
(assert (and (= (bvand |pdpt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pdpt@|) (bvule |pdpt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(assert (not (= (bvor last_pud (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pud (_ bv18446744073709547520 64)) (bvor last_pud (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pud (_ bv4095 64)))
(assert (or (bvult (bvor addr_pud (_ bv1073741823 64)) |t!0|) (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744072635809792 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pud (_ bv1073741823 64)))
(assert (= (bvand (bvxor (bvand addr_pud (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (not (= (bvand |pdpt#1| (_ bv1 64)) (_ bv0 64))))
(assert (= (bvand |pdpt#1| (_ bv128 64)) (_ bv0 64)))
(assert (bvult (_ bv0 64) (bvand |pdpt#1| (_ bv4503599627366400 64))))
(assert (or (not (= (bvand |pd#2| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#2| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#2| (_ bv256 64)) (_ bv0 64))))
(define-fun |t!2| () Bool (bvult |t!1| |t!0|))
(assert (not (= (ite (bvult (bvor addr_pud (_ bv2097151 64)) (ite |t!2| (bvor addr_pud (_ bv1073741823 64)) (bvor last_pud (_ bv4095 64)))) (bvadd (bvand addr_pud (_ bv18446744073707454464 64)) (_ bv2097152 64)) (ite |t!2| (bvadd (bvand addr_pud (_ bv18446744072635809792 64)) (_ bv1073741824 64)) (bvadd (bvand last_pud (_ bv18446744073709547520 64)) (_ bv4096 64)))) (ite |t!2| (bvadd (bvand addr_pud (_ bv18446744072635809792 64)) (_ bv1073741824 64)) (bvadd (bvand last_pud (_ bv18446744073709547520 64)) (_ bv4096 64))))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pmd: descends, and the loop goes on behind an upper boundary
; levels=4 x86_5level=false: cover, pmd: descends, and the loop goes on behind an upper boundary
; levels=5 x86_5level=true: cover, pmd: descends, and the loop goes on behind an upper boundary
(push 1)
(set-info :status sat)
(declare-const |pd@| (_ BitVec 64))
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(declare-const |pd#1| (_ BitVec 64))
(assert (and (= (bvand |pd@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pd@|) (bvule |pd@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pd#1| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#1| (_ bv256 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (not (= (bvand |pd#1| (_ bv385 64)) (_ bv0 64))))
(assert (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64)))
(assert (not (= (ite (bvult |t!1| |t!0|) (bvadd (bvand addr_pmd (_ bv18446744073707454464 64)) (_ bv2097152 64)) (bvadd (bvand last_pmd (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last_pmd (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pmd: the entry is used
; levels=4 x86_5level=false: cover, pmd: the entry is used
; levels=5 x86_5level=true: cover, pmd: the entry is used
(push 1)
(set-info :status sat)
(declare-const |pd@| (_ BitVec 64))
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(declare-const |pd#1| (_ BitVec 64))
(assert (and (= (bvand |pd@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pd@|) (bvule |pd@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pd#1| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#1| (_ bv256 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (not (= (bvand |pd#1| (_ bv385 64)) (_ bv0 64))))
(assert (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pte: the loop iterates
; levels=4 x86_5level=false: cover, pte: the loop iterates
; levels=5 x86_5level=true: cover, pte: the loop iterates
(push 1)
(set-info :status sat)
(declare-const |pd@| (_ BitVec 64))
(declare-const addr_pmd (_ BitVec 64))
(declare-const last_pmd (_ BitVec 64))
(declare-const |pd#1| (_ BitVec 64))
(assert (and (= (bvand |pd@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pd@|) (bvule |pd@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(assert (not (= (bvor last_pmd (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pd#1| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#1| (_ bv256 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pmd (_ bv18446744073709547520 64)) (bvor last_pmd (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pmd (_ bv4095 64)))
(assert (or (bvult (bvor addr_pmd (_ bv2097151 64)) |t!0|) (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073707454464 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pmd (_ bv2097151 64)))
(assert (= (bvand (bvxor (bvand addr_pmd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert (not (= (bvand |pd#1| (_ bv385 64)) (_ bv0 64))))
(assert (= (bvand |pd#1| (_ bv128 64)) (_ bv0 64)))
(assert (bvult (_ bv0 64) (bvand |pd#1| (_ bv4503599627366400 64))))
(assert true)
(assert (not (= (bvadd (bvand addr_pmd (_ bv18446744073709547520 64)) (_ bv4096 64)) (ite (bvult |t!1| |t!0|) (bvadd (bvand addr_pmd (_ bv18446744073707454464 64)) (_ bv2097152 64)) (bvadd (bvand last_pmd (_ bv18446744073709547520 64)) (_ bv4096 64))))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pte: takes a page, and the loop goes on
; levels=4 x86_5level=false: cover, pte: takes a page, and the loop goes on
; levels=5 x86_5level=true: cover, pte: takes a page, and the loop goes on
(push 1)
(set-info :status sat)
(declare-const |pt@| (_ BitVec 64))
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(declare-const |pt#1| (_ BitVec 64))
(assert (and (= (bvand |pt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pt@|) (bvule |pt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pte (_ bv4095 64)))
(assert (or (bvult (bvor addr_pte (_ bv4095 64)) |t!0|) (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073709547520 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pte (_ bv4095 64)))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073709547520 64)) (_ bv0 64)))
(assert (not (= (bvand |pt#1| (_ bv257 64)) (_ bv0 64))))
(assert true)
(assert (not (= (ite (bvult |t!1| |t!0|) (bvadd (bvand addr_pte (_ bv18446744073709547520 64)) (_ bv4096 64)) (bvadd (bvand last_pte (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last_pte (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pte: the entry is used
; levels=4 x86_5level=false: cover, pte: the entry is used
; levels=5 x86_5level=true: cover, pte: the entry is used
(push 1)
(set-info :status sat)
(declare-const |pt@| (_ BitVec 64))
(declare-const addr_pte (_ BitVec 64))
(declare-const last_pte (_ BitVec 64))
(declare-const |pt#1| (_ BitVec 64))
(assert (and (= (bvand |pt@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pt@|) (bvule |pt@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(assert (not (= (bvor last_pte (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64)))
(assert true)
(assert (bvule (bvand addr_pte (_ bv18446744073709547520 64)) (bvor last_pte (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_pte (_ bv4095 64)))
(assert (or (bvult (bvor addr_pte (_ bv4095 64)) |t!0|) (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) |t!0|) (_ bv18446744073709547520 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pte (_ bv4095 64)))
(assert (= (bvand (bvxor (bvand addr_pte (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446744073709547520 64)) (_ bv0 64)))
(assert (not (= (bvand |pt#1| (_ bv257 64)) (_ bv0 64))))
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: every read of a table is marked, or under the lock
; levels=4 x86_5level=true: obligation, pmd: every read of a table is marked, or under the lock
; levels=4 x86_5level=true: obligation, pte: every read of a table is marked, or under the lock
; levels=4 x86_5level=false: obligation, pud: every read of a table is marked, or under the lock
; levels=4 x86_5level=false: obligation, pmd: every read of a table is marked, or under the lock
; levels=4 x86_5level=false: obligation, pte: every read of a table is marked, or under the lock
; levels=5 x86_5level=true: obligation, pud: every read of a table is marked, or under the lock
; levels=5 x86_5level=true: obligation, pmd: every read of a table is marked, or under the lock
; levels=5 x86_5level=true: obligation, pte: every read of a table is marked, or under the lock
(push 1)
(set-info :status sat)
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pgd: the function is entered with some range
; levels=4 x86_5level=true: cover, p4d: the function is entered with some range
; levels=4 x86_5level=true: cover, pud: the function is entered with some range
; levels=4 x86_5level=true: cover, pmd: the function is entered with some range
; levels=4 x86_5level=true: cover, pte: the function is entered with some range
; levels=4 x86_5level=false: cover, pgd: the function is entered with some range
; levels=4 x86_5level=false: cover, p4d: the function is entered with some range
; levels=4 x86_5level=false: cover, pud: the function is entered with some range
; levels=4 x86_5level=false: cover, pmd: the function is entered with some range
; levels=4 x86_5level=false: cover, pte: the function is entered with some range
; levels=5 x86_5level=true: cover, pgd: the function is entered with some range
; levels=5 x86_5level=true: cover, p4d: the function is entered with some range
; levels=5 x86_5level=true: cover, pud: the function is entered with some range
; levels=5 x86_5level=true: cover, pmd: the function is entered with some range
; levels=5 x86_5level=true: cover, pte: the function is entered with some range
(push 1)
(set-info :status sat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: the walk's checks leave a range of whole pages that is not empty
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const end (_ BitVec 64))
(assert (= (bvand addr (_ bv4095 64)) (_ bv0 64)))
(assert (= (bvand end (_ bv4095 64)) (_ bv0 64)))
(assert (bvule addr end))
(assert (bvule end (_ bv72057594037923840 64)))
(assert (bvule end (_ bv72057594037923840 64)))
(assert (= (bvlshr end (_ bv56 64)) (_ bv0 64)))
(assert (not (= addr end)))
(assert (not (and (bvult addr end) (= (bvand addr (_ bv4095 64)) (_ bv0 64)) (= (bvand end (_ bv4095 64)) (_ bv0 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: the walk's checks keep the range inside what the tables translate
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const end (_ BitVec 64))
(assert (= (bvand addr (_ bv4095 64)) (_ bv0 64)))
(assert (= (bvand end (_ bv4095 64)) (_ bv0 64)))
(assert (bvule addr end))
(assert (bvule end (_ bv72057594037923840 64)))
(assert (bvule end (_ bv72057594037923840 64)))
(assert (= (bvlshr end (_ bv56 64)) (_ bv0 64)))
(assert (not (= addr end)))
(assert (not (= (bvlshr (bvadd end (_ bv18446744073709551615 64)) (_ bv57 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: the range lies in one pml5 table
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (not (= (bvand (bvxor (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: [addr, next) lies in one pml5 entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (not (bvult (bvor addr_pgd (_ bv281474976710655 64)) (bvor last (_ bv4095 64)))))
(assert (not (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: where the loop goes on, the pml5 table has a next entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv281474976710655 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv281474976710655 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (= (bvand (bvor addr_pgd (_ bv281474976710655 64)) (_ bv144115188075855871 64)) (_ bv144115188075855871 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: the rest of the range lies in the same pml5 table
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv281474976710655 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv281474976710655 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pgd (_ bv281474976710655 64)) (_ bv144115188075855871 64)) (_ bv144115188075855871 64))))
(assert (not (= (bvand (bvxor (bvadd (bvand addr_pgd (_ bv18446462598732840960 64)) (_ bv281474976710656 64)) |t!0|) (_ bv18302628885633695744 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: the advanced cursor is the pml5 table's entry for next
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv281474976710655 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv281474976710655 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_pgd (_ bv281474976710655 64)) (_ bv144115188075855871 64)) (_ bv144115188075855871 64))))
(assert (not (= (bvadd (bvshl (bvand (bvlshr (bvand addr_pgd (_ bv18446744073709547520 64)) (_ bv48 64)) (_ bv511 64)) (_ bv3 64)) (_ bv8 64)) (bvshl (bvand (bvadd (bvlshr (bvand addr_pgd (_ bv18446462598732840960 64)) (_ bv48 64)) (_ bv1 64)) (_ bv511 64)) (_ bv3 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: the pml5 entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pml5#2| (_ BitVec 64))
(assert true)
(assert (or (not (= (bvand |pml5#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (not (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(assert (= (bvand |pml5#2| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: the range lies in one pml4 table
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv281474976710655 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv281474976710655 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert true)
(assert (= (ite (bvult |t!1| |t!0|) (bvor addr_pgd (_ bv281474976710655 64)) (bvor last (_ bv4095 64))) (_ bv18446744073709551615 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: [addr, next) lies in one pml4 entry
(push 1)
(set-info :status unsat)
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (not (bvult (bvor addr_p4d (_ bv549755813887 64)) (bvor last_p4d (_ bv4095 64)))))
(assert (not (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446743523953737728 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: where the loop goes on, the pml4 table has a next entry
(push 1)
(set-info :status unsat)
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_p4d (_ bv4095 64)))
(assert (or (bvult (bvor addr_p4d (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_p4d (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (= (bvand (bvor addr_p4d (_ bv549755813887 64)) (_ bv281474976710655 64)) (_ bv281474976710655 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: the rest of the range lies in the same pml4 table
(push 1)
(set-info :status unsat)
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_p4d (_ bv4095 64)))
(assert (or (bvult (bvor addr_p4d (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_p4d (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_p4d (_ bv549755813887 64)) (_ bv281474976710655 64)) (_ bv281474976710655 64))))
(assert (not (= (bvand (bvxor (bvadd (bvand addr_p4d (_ bv18446743523953737728 64)) (_ bv549755813888 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: the advanced cursor is the pml4 table's entry for next
(push 1)
(set-info :status unsat)
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_p4d (_ bv4095 64)))
(assert (or (bvult (bvor addr_p4d (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_p4d (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (bvult |t!1| |t!0|))
(assert (not (= (bvand (bvor addr_p4d (_ bv549755813887 64)) (_ bv281474976710655 64)) (_ bv281474976710655 64))))
(assert (not (= (bvadd (bvshl (bvand (bvlshr (bvand addr_p4d (_ bv18446744073709547520 64)) (_ bv39 64)) (_ bv511 64)) (_ bv3 64)) (_ bv8 64)) (bvshl (bvand (bvadd (bvlshr (bvand addr_p4d (_ bv18446743523953737728 64)) (_ bv39 64)) (_ bv1 64)) (_ bv511 64)) (_ bv3 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pud: the pml4 entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pml4#1| (_ BitVec 64))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pud: the range lies in one pdpt table
(push 1)
(set-info :status unsat)
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_p4d (_ bv4095 64)))
(assert (or (bvult (bvor addr_p4d (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_p4d (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert true)
(assert (= (ite (bvult |t!1| |t!0|) (bvor addr_p4d (_ bv549755813887 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446744073709551615 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, pgd: the loop iterates
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml5#1| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (not (= (ite (bvult (bvor addr (_ bv281474976710655 64)) (bvor last (_ bv4095 64))) (bvadd (bvand addr (_ bv18446462598732840960 64)) (_ bv281474976710656 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, pgd: descends, and the loop goes on behind an upper boundary
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(declare-const |pml5#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv281474976710655 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv281474976710655 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (not (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(assert (not (= (ite (bvult |t!1| |t!0|) (bvadd (bvand addr_pgd (_ bv18446462598732840960 64)) (_ bv281474976710656 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, pgd: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(declare-const |pml5#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv281474976710655 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv281474976710655 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (not (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, p4d: the loop iterates
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const addr_pgd (_ BitVec 64))
(declare-const |pml5#2| (_ BitVec 64))
(declare-const |pml4#3| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (= (bvlshr (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv56 64)) (_ bv0 64)))
(assert (not (= (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvand addr_pgd (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18302628885633695744 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (bvule (bvand addr_pgd (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last (_ bv4095 64)))
(assert (or (bvult (bvor addr_pgd (_ bv281474976710655 64)) |t!0|) (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) |t!0|) (_ bv18446462598732840960 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_pgd (_ bv281474976710655 64)))
(assert (= (bvand (bvxor (bvand addr_pgd (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (not (= (bvand |pml5#2| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml5#2| (_ bv4503599627366400 64))))
(assert (or (not (= (bvand |pml4#3| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#3| (_ bv18446744073709551391 64)) (_ bv0 64))))
(define-fun |t!2| () Bool (bvult |t!1| |t!0|))
(assert (not (= (ite (bvult (bvor addr_pgd (_ bv549755813887 64)) (ite |t!2| (bvor addr_pgd (_ bv281474976710655 64)) (bvor last (_ bv4095 64)))) (bvadd (bvand addr_pgd (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (ite |t!2| (bvadd (bvand addr_pgd (_ bv18446462598732840960 64)) (_ bv281474976710656 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))) (ite |t!2| (bvadd (bvand addr_pgd (_ bv18446462598732840960 64)) (_ bv281474976710656 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, p4d: descends, and the loop goes on behind an upper boundary
(push 1)
(set-info :status sat)
(declare-const |pml4@| (_ BitVec 64))
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(declare-const |pml4#1| (_ BitVec 64))
(assert (and (= (bvand |pml4@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pml4@|) (bvule |pml4@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_p4d (_ bv4095 64)))
(assert (or (bvult (bvor addr_p4d (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_p4d (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (not (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert (not (= (ite (bvult |t!1| |t!0|) (bvadd (bvand addr_p4d (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last_p4d (_ bv18446744073709547520 64)) (_ bv4096 64))) (bvadd (bvand last_p4d (_ bv18446744073709547520 64)) (_ bv4096 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, p4d: the entry is used
(push 1)
(set-info :status sat)
(declare-const |pml4@| (_ BitVec 64))
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(declare-const |pml4#1| (_ BitVec 64))
(assert (and (= (bvand |pml4@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pml4@|) (bvule |pml4@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_p4d (_ bv4095 64)))
(assert (or (bvult (bvor addr_p4d (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_p4d (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (not (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, pud: the loop iterates
(push 1)
(set-info :status sat)
(declare-const |pml4@| (_ BitVec 64))
(declare-const addr_p4d (_ BitVec 64))
(declare-const last_p4d (_ BitVec 64))
(declare-const |pml4#1| (_ BitVec 64))
(assert (and (= (bvand |pml4@| (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) |pml4@|) (bvule |pml4@| (_ bv18446744073709547520 64))))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(assert (not (= (bvor last_p4d (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))) (_ bv18446462598732840960 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (bvule (bvand addr_p4d (_ bv18446744073709547520 64)) (bvor last_p4d (_ bv4095 64))))
(define-fun |t!0| () (_ BitVec 64) (bvor last_p4d (_ bv4095 64)))
(assert (or (bvult (bvor addr_p4d (_ bv549755813887 64)) |t!0|) (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) |t!0|) (_ bv18446743523953737728 64)) (_ bv0 64))))
(define-fun |t!1| () (_ BitVec 64) (bvor addr_p4d (_ bv549755813887 64)))
(assert (= (bvand (bvxor (bvand addr_p4d (_ bv18446744073709547520 64)) (ite (bvult |t!1| |t!0|) |t!1| |t!0|)) (_ bv18446743523953737728 64)) (_ bv0 64)))
(assert (not (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml4#1| (_ bv4503599627366400 64))))
(assert true)
(define-fun |t!2| () Bool (bvult |t!1| |t!0|))
(assert (not (= (ite (bvult (bvor addr_p4d (_ bv1073741823 64)) (ite |t!2| (bvor addr_p4d (_ bv549755813887 64)) (bvor last_p4d (_ bv4095 64)))) (bvadd (bvand addr_p4d (_ bv18446744072635809792 64)) (_ bv1073741824 64)) (ite |t!2| (bvadd (bvand addr_p4d (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last_p4d (_ bv18446744073709547520 64)) (_ bv4096 64)))) (ite |t!2| (bvadd (bvand addr_p4d (_ bv18446743523953737728 64)) (_ bv549755813888 64)) (bvadd (bvand last_p4d (_ bv18446744073709547520 64)) (_ bv4096 64))))))
(check-sat)
(pop 1)
