target datalayout = "e-m:e-i64:64-n32:64-S128"
target triple = "x86_64-unknown-linux-gnu"
define internal i64 @g(i64 %x) {
  %r = call i64 asm "mov $1, $0", "=r,r"(i64 %x)
  ret i64 %r
}
declare i64 @h(i64, ptr)
define i64 @f(i64 %x) {
  %p = alloca i64
  %a = call i64 @g(i64 %x)
  %b = call i64 @h(i64 %a, ptr %p)
  switch i64 %b, label %d [
    i64 3, label %one
    i64 4, label %two
  ]
one:
  %o = shl i64 %a, 3
  br label %d
two:
  unreachable
d:
  %s = phi i64 [ %a, %0 ], [ %o, %one ]
  %t = ashr i64 %s, 1
  %u = udiv i64 %t, 5
  %z = freeze i64 %u
  ret i64 %z
}
