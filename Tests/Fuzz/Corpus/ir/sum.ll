target datalayout = "e-m:e-i64:64-n32:64-S128"
target triple = "x86_64-unknown-linux-gnu"
define i64 @f(i64 %x, i32 %y) {
  %a = sext i32 %y to i64
  %b = add nsw i64 %x, %a
  %c = icmp ult i64 %b, 4096
  %d = select i1 %c, i64 %b, i64 %x
  ret i64 %d
}
