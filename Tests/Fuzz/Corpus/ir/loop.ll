target datalayout = "e-m:e-i64:64-n32:64-S128"
target triple = "x86_64-unknown-linux-gnu"
define i64 @f(i64 %n) {
start:
  br label %loop
loop:
  %i = phi i64 [ 0, %start ], [ %j, %loop ]
  %j = add i64 %i, 1
  %c = icmp ult i64 %j, %n
  br i1 %c, label %loop, label %end
end:
  ret i64 %i
}
