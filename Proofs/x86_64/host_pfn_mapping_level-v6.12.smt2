; walkproof: x86_64, host_pfn_mapping_level@v6.12
; Checksum of the models: 42c265611bb7694d
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
(assert (bvult addr end))
(assert (= end (bvadd addr (_ bv4096 64))))
(assert (bvule end (_ bv140737488351232 64)))
(assert (not (and (bvult addr end) (= (bvand end (_ bv4095 64)) (_ bv0 64)))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: the walk's checks keep the range inside what the tables translate
; levels=4 x86_5level=false: obligation, pgd: the walk's checks keep the range inside what the tables translate
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const end (_ BitVec 64))
(assert (= (bvand addr (_ bv4095 64)) (_ bv0 64)))
(assert (bvult addr end))
(assert (= end (bvadd addr (_ bv4096 64))))
(assert (bvule end (_ bv140737488351232 64)))
(assert (not (= (bvlshr (bvadd end (_ bv18446744073709551615 64)) (_ bv48 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pgd: the cursor is the pml4 table's entry for addr
; levels=4 x86_5level=true: obligation, pgd: next is end, so the loop runs once
; levels=4 x86_5level=false: obligation, pgd: the cursor is the pml4 table's entry for addr
; levels=4 x86_5level=false: obligation, pgd: next is end, so the loop runs once
; levels=5 x86_5level=true: obligation, pgd: the cursor is the pml5 table's entry for addr
; levels=5 x86_5level=true: obligation, pgd: next is end, so the loop runs once
(push 1)
(set-info :status unsat)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, p4d: the cursor is the local copy &pgd of the pml4 entry
; levels=4 x86_5level=true: obligation, p4d: next is end, so the loop runs once
; levels=4 x86_5level=false: obligation, p4d: the cursor is the local copy &pgd of the pml4 entry
; levels=4 x86_5level=false: obligation, p4d: next is end, so the loop runs once
; levels=5 x86_5level=true: obligation, pud: the cursor is the entry for addr in the pdpt table that the pml4 entry names
; levels=5 x86_5level=true: obligation, pud: the pml4 entry that the walk descends from is one that it has checked
(push 1)
(set-info :status unsat)
(assert true)
(assert true)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the cursor is the entry for addr in the pdpt table that the pml4 entry names
; levels=4 x86_5level=true: obligation, pud: the pml4 entry that the walk descends from is one that it has checked
; levels=4 x86_5level=false: obligation, pud: the cursor is the entry for addr in the pdpt table that the pml4 entry names
; levels=4 x86_5level=false: obligation, pud: the pml4 entry that the walk descends from is one that it has checked
; levels=5 x86_5level=true: obligation, pud: next is end, so the loop runs once
; levels=5 x86_5level=true: obligation, pud: the page that is taken is the one that the pdpt entry maps
; levels=5 x86_5level=true: obligation, pmd: the cursor is the entry for addr in the pd table that the pdpt entry names
; levels=5 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from is one that it has checked
; levels=5 x86_5level=true: obligation, pmd: next is end, so the loop runs once
; levels=5 x86_5level=true: obligation, pmd: the page that is taken is the one that the pd entry maps
; levels=5 x86_5level=true: obligation, pgd: no other plain read of a table happens
; levels=5 x86_5level=true: obligation, pgd: nothing else is looked at again
; levels=5 x86_5level=true: obligation, pgd: no other loop goes on
; levels=5 x86_5level=true: obligation, pgd: there is no other descent
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
(declare-const |pml4#1| (_ BitVec 64))
(assert true)
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(assert true)
(assert true)
(assert (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: next is end, so the loop runs once
; levels=4 x86_5level=true: obligation, pud: the page that is taken is the one that the pdpt entry maps
; levels=4 x86_5level=true: obligation, pmd: the cursor is the entry for addr in the pd table that the pdpt entry names
; levels=4 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from is one that it has checked
; levels=4 x86_5level=true: obligation, pmd: next is end, so the loop runs once
; levels=4 x86_5level=true: obligation, pmd: the page that is taken is the one that the pd entry maps
; levels=4 x86_5level=true: obligation, pgd: no other plain read of a table happens
; levels=4 x86_5level=true: obligation, pgd: nothing else is looked at again
; levels=4 x86_5level=true: obligation, pgd: no other loop goes on
; levels=4 x86_5level=true: obligation, pgd: there is no other descent
; levels=4 x86_5level=false: obligation, pud: next is end, so the loop runs once
; levels=4 x86_5level=false: obligation, pud: the page that is taken is the one that the pdpt entry maps
; levels=4 x86_5level=false: obligation, pmd: the cursor is the entry for addr in the pd table that the pdpt entry names
; levels=4 x86_5level=false: obligation, pmd: the pdpt entry that the walk descends from is one that it has checked
; levels=4 x86_5level=false: obligation, pmd: next is end, so the loop runs once
; levels=4 x86_5level=false: obligation, pmd: the page that is taken is the one that the pd entry maps
; levels=4 x86_5level=false: obligation, pgd: no other plain read of a table happens
; levels=4 x86_5level=false: obligation, pgd: nothing else is looked at again
; levels=4 x86_5level=false: obligation, pgd: no other loop goes on
; levels=4 x86_5level=false: obligation, pgd: there is no other descent
(push 1)
(set-info :status unsat)
(assert true)
(assert true)
(assert true)
(assert true)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: the pdpt entry that is taken as a page maps one
; levels=4 x86_5level=false: obligation, pud: the pdpt entry that is taken as a page maps one
(push 1)
(set-info :status unsat)
(declare-const |pdpt#2| (_ BitVec 64))
(assert true)
(assert true)
(assert true)
(assert true)
(assert true)
(assert (not (or (= (bvand |pdpt#2| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#2| (_ bv1 64)) (_ bv0 64)))))
(assert (not (= (bvand |pdpt#2| (_ bv128 64)) (_ bv0 64))))
(assert (= (bvand |pdpt#2| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pud: what is taken lies in one pdpt entry
; levels=4 x86_5level=false: obligation, pud: what is taken lies in one pdpt entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(assert true)
(assert (bvult (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (= (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (bvadd (bvand addr (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert true)
(assert true)
(assert (not (= (bvand (bvxor (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from names a table
; levels=4 x86_5level=false: obligation, pmd: the pdpt entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pdpt#2| (_ BitVec 64))
(assert true)
(assert true)
(assert true)
(assert true)
(assert true)
(assert (not (or (= (bvand |pdpt#2| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#2| (_ bv1 64)) (_ bv0 64)))))
(assert (= (bvand |pdpt#2| (_ bv128 64)) (_ bv0 64)))
(assert (= (bvand |pdpt#2| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: the pd entry that is taken as a page maps one
; levels=4 x86_5level=false: obligation, pmd: the pd entry that is taken as a page maps one
(push 1)
(set-info :status unsat)
(declare-const |pd#3| (_ BitVec 64))
(assert true)
(assert true)
(assert true)
(assert true)
(assert true)
(assert (or (not (= (bvand |pd#3| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#3| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#3| (_ bv256 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pd#3| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pd#3| (_ bv385 64)) (_ bv0 64)))))
(assert (not (= (bvand |pd#3| (_ bv128 64)) (_ bv0 64))))
(assert (= (bvand |pd#3| (_ bv129 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: obligation, pmd: what is taken lies in one pd entry
; levels=4 x86_5level=false: obligation, pmd: what is taken lies in one pd entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(assert true)
(assert (bvult (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (= (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (bvadd (bvand addr (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv140737488351232 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert true)
(assert true)
(assert (not (= (bvand (bvxor (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pgd: the entry is used
; levels=4 x86_5level=false: cover, pgd: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml4#1| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv140737488351232 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
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
(declare-const |pml4#1| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv140737488351232 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert true)
(assert (not (or (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pud: the entry is used
; levels=4 x86_5level=false: cover, pud: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml4#1| (_ BitVec 64))
(declare-const |pdpt#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv140737488351232 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert true)
(assert (not (or (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml4#1| (_ bv4503599627366400 64))))
(assert true)
(assert (not (or (= (bvand |pdpt#2| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#2| (_ bv1 64)) (_ bv0 64)))))
(assert (= (bvand |pdpt#2| (_ bv128 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=4 x86_5level=true: cover, pmd: the entry is used
; levels=4 x86_5level=false: cover, pmd: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml4#1| (_ BitVec 64))
(declare-const |pdpt#2| (_ BitVec 64))
(declare-const |pd#3| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv140737488351232 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv48 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert true)
(assert true)
(assert (not (or (= (bvand |pml4#1| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#1| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml4#1| (_ bv4503599627366400 64))))
(assert true)
(assert (not (or (= (bvand |pdpt#2| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#2| (_ bv1 64)) (_ bv0 64)))))
(assert (= (bvand |pdpt#2| (_ bv128 64)) (_ bv0 64)))
(assert (bvult (_ bv0 64) (bvand |pdpt#2| (_ bv4503599627366400 64))))
(assert (or (not (= (bvand |pd#3| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#3| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#3| (_ bv256 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pd#3| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pd#3| (_ bv385 64)) (_ bv0 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: the walk's checks leave a range of whole pages that is not empty
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const end (_ BitVec 64))
(assert (= (bvand addr (_ bv4095 64)) (_ bv0 64)))
(assert (bvult addr end))
(assert (= end (bvadd addr (_ bv4096 64))))
(assert (bvule end (_ bv72057594037923840 64)))
(assert (not (and (bvult addr end) (= (bvand end (_ bv4095 64)) (_ bv0 64)))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pgd: the walk's checks keep the range inside what the tables translate
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const end (_ BitVec 64))
(assert (= (bvand addr (_ bv4095 64)) (_ bv0 64)))
(assert (bvult addr end))
(assert (= end (bvadd addr (_ bv4096 64))))
(assert (bvule end (_ bv72057594037923840 64)))
(assert (not (= (bvlshr (bvadd end (_ bv18446744073709551615 64)) (_ bv57 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: the cursor is the entry for addr in the pml4 table that the pml5 entry names
; levels=5 x86_5level=true: obligation, p4d: the pml5 entry that the walk descends from is one that it has checked
; levels=5 x86_5level=true: obligation, p4d: next is end, so the loop runs once
(push 1)
(set-info :status unsat)
(assert true)
(assert true)
(assert false)
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, p4d: the pml5 entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pml5#1| (_ BitVec 64))
(assert true)
(assert (or (not (= (bvand |pml5#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (not (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(assert (= (bvand |pml5#1| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pud: the pml4 entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pml4#2| (_ BitVec 64))
(assert true)
(assert true)
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(assert (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pud: the pdpt entry that is taken as a page maps one
(push 1)
(set-info :status unsat)
(declare-const |pdpt#3| (_ BitVec 64))
(assert true)
(assert true)
(assert true)
(assert true)
(assert (not (or (= (bvand |pdpt#3| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#3| (_ bv1 64)) (_ bv0 64)))))
(assert (not (= (bvand |pdpt#3| (_ bv128 64)) (_ bv0 64))))
(assert (= (bvand |pdpt#3| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pud: what is taken lies in one pdpt entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(assert true)
(assert (bvult (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (= (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (bvadd (bvand addr (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert true)
(assert (not (= (bvand (bvxor (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446744072635809792 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pmd: the pdpt entry that the walk descends from names a table
(push 1)
(set-info :status unsat)
(declare-const |pdpt#3| (_ BitVec 64))
(assert true)
(assert true)
(assert true)
(assert true)
(assert (not (or (= (bvand |pdpt#3| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#3| (_ bv1 64)) (_ bv0 64)))))
(assert (= (bvand |pdpt#3| (_ bv128 64)) (_ bv0 64)))
(assert (= (bvand |pdpt#3| (_ bv1 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pmd: the pd entry that is taken as a page maps one
(push 1)
(set-info :status unsat)
(declare-const |pd#4| (_ BitVec 64))
(assert true)
(assert true)
(assert true)
(assert true)
(assert (or (not (= (bvand |pd#4| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#4| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#4| (_ bv256 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pd#4| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pd#4| (_ bv385 64)) (_ bv0 64)))))
(assert (not (= (bvand |pd#4| (_ bv128 64)) (_ bv0 64))))
(assert (= (bvand |pd#4| (_ bv129 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: obligation, pmd: what is taken lies in one pd entry
(push 1)
(set-info :status unsat)
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(assert true)
(assert (bvult (bvand addr (_ bv18446744073709547520 64)) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (= (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (bvadd (bvand addr (_ bv18446744073709547520 64)) (_ bv4096 64))))
(assert (bvule (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)) (_ bv72057594037923840 64)))
(assert (bvule (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert true)
(assert true)
(assert true)
(assert (not (= (bvand (bvxor (bvand addr (_ bv18446744073709547520 64)) (bvor last (_ bv4095 64))) (_ bv18446744073707454464 64)) (_ bv0 64))))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, pgd: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml5#1| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv72057594037923840 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (not (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, p4d: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml5#1| (_ BitVec 64))
(declare-const |pml4#2| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv72057594037923840 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (not (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml5#1| (_ bv4503599627366400 64))))
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, pud: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml5#1| (_ BitVec 64))
(declare-const |pml4#2| (_ BitVec 64))
(declare-const |pdpt#3| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv72057594037923840 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (not (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml5#1| (_ bv4503599627366400 64))))
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml4#2| (_ bv4503599627366400 64))))
(assert true)
(assert (not (or (= (bvand |pdpt#3| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#3| (_ bv1 64)) (_ bv0 64)))))
(assert (= (bvand |pdpt#3| (_ bv128 64)) (_ bv0 64)))
(check-sat)
(pop 1)

; levels=5 x86_5level=true: cover, pmd: the entry is used
(push 1)
(set-info :status sat)
(declare-const mm_pgd (_ BitVec 64))
(declare-const addr (_ BitVec 64))
(declare-const last (_ BitVec 64))
(declare-const |pml5#1| (_ BitVec 64))
(declare-const |pml4#2| (_ BitVec 64))
(declare-const |pdpt#3| (_ BitVec 64))
(declare-const |pd#4| (_ BitVec 64))
(assert (and (= (bvand mm_pgd (_ bv4095 64)) (_ bv0 64)) (bvult (_ bv0 64) mm_pgd) (bvule mm_pgd (_ bv18446744073709547520 64))))
(assert true)
(define-fun |t!0| () (_ BitVec 64) (bvand addr (_ bv18446744073709547520 64)))
(define-fun |t!1| () (_ BitVec 64) (bvadd (bvand last (_ bv18446744073709547520 64)) (_ bv4096 64)))
(assert (and (bvult |t!0| |t!1|) (= |t!1| (bvadd |t!0| (_ bv4096 64)))))
(assert (bvule |t!1| (_ bv72057594037923840 64)))
(assert (bvule |t!0| (bvor last (_ bv4095 64))))
(assert (not (= (bvor last (_ bv4095 64)) (_ bv18446744073709551615 64))))
(assert (= (bvlshr (bvor last (_ bv4095 64)) (_ bv57 64)) (_ bv0 64)))
(assert (or (not (= (bvand |pml5#1| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert (not (= (bvand |pml5#1| (_ bv18446744073709551487 64)) (_ bv0 64))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml5#1| (_ bv4503599627366400 64))))
(assert (or (not (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64))) (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pml4#2| (_ bv18446744073709551391 64)) (_ bv0 64)) (= (bvand |pml4#2| (_ bv1 64)) (_ bv0 64)))))
(assert true)
(assert (bvult (_ bv0 64) (bvand |pml4#2| (_ bv4503599627366400 64))))
(assert true)
(assert (not (or (= (bvand |pdpt#3| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pdpt#3| (_ bv1 64)) (_ bv0 64)))))
(assert (= (bvand |pdpt#3| (_ bv128 64)) (_ bv0 64)))
(assert (bvult (_ bv0 64) (bvand |pdpt#3| (_ bv4503599627366400 64))))
(assert (or (not (= (bvand |pd#4| (_ bv1 64)) (_ bv0 64))) (not (= (bvand |pd#4| (_ bv128 64)) (_ bv0 64))) (= (bvand |pd#4| (_ bv256 64)) (_ bv0 64))))
(assert (not (or (= (bvand |pd#4| (_ bv18446744073709551519 64)) (_ bv0 64)) (= (bvand |pd#4| (_ bv385 64)) (_ bv0 64)))))
(check-sat)
(pop 1)
