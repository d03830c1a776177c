target datalayout = "e-m:e-i64:64-n32:64-S128"
target triple = "x86_64-unknown-linux-gnu"
%pair = type { i32, [3 x i16], ptr }
@other = external global %pair
define i64 @f(ptr %p) {
  %l = alloca %pair, align 8
  %q = getelementptr inbounds %pair, ptr %l, i32 0, i32 1, i64 2
  store i16 7, ptr %q, align 2
  call void @llvm.memcpy.p0.p0.i64(ptr %l, ptr %p, i64 16, i1 false)
  %v = load volatile i64, ptr @other, align 8
  %w = load i16, ptr %q, align 2
  %x = zext i16 %w to i64
  %y = xor i64 %v, %x
  ret i64 %y
}
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
