//! Code in many languages, for tests: small, and with what makes each grammar hard.

/// Languages as written after a fence, and code.
pub(super) const SAMPLES: &[(&str, &str)] = &[
    (
        "bash",
        r###"#!/usr/bin/env bash
# comment
set -euo pipefail
export FOO="bar-$HOME"
for x in $(kubectl get pods -n ns -o name | grep -v 'a'); do
  echo "hello ${x}" >&2
done
if [[ -f foo ]]; then exit 1; fi
cat <<EOF
a $x
EOF
cat <<-'X Y' | tee f
	b $c
	X Y
echo $((1 + 2)) `ls` "$(echo "$(pwd)")" ${a:-b} # end
case $1 in
  a|b) echo x ;;
  *) exit 1 ;;
esac
"###,
    ),
    (
        "console",
        r###"$ kubectl get pods \
    -n foo
NAME   READY
# apt install "x"
done
"###,
    ),
    (
        "csharp",
        r###"// c
using System;
namespace A { public class B : C { public async Task<int> Foo(string a) { var x = $"a {a}"; return null; } } }
"###,
    ),
    (
        "css",
        r###"/* c */
@media (min-width: 10px) { .a > #b, p:hover { color: #fff; margin: 1px auto; background: url("x") } }
:root { --x: var(--y) }
"###,
    ),
    (
        "diff",
        r###"--- a/x
+++ b/x
@@ -1,2 +1,2 @@
 same
-old
+new
"###,
    ),
    (
        "dockerfile",
        r###"# c
FROM rust:1.95 AS build
ARG X=1
RUN cargo build --release && echo "$X"
COPY --from=build /a /b
ENTRYPOINT ["/b", "run"]
"###,
    ),
    (
        "go",
        r###"package main
import (
	"fmt"
)
// T does
type T struct {
	Name string `json:"x"`
}
func (s *T) Run(ctx context.Context, id string) error {
	x, err := s.do(ctx, 1)
	if err != nil { return fmt.Errorf("a %q: %w\n", id, err) }
	return nil
}
var x = `raw
string`
const (
	A = iota
)
func Map[T any](xs []T, f func(T) T) (out []T) {
	for _, x := range xs {
		go func() { ch <- f(x) }()
	}
	return
}
"###,
    ),
    (
        "graphql",
        r###"query X($a: Int!) { user(id: $a) { name } }
type A { b: String! }
"###,
    ),
    (
        "groovy",
        r###"// c
def x = "a ${b}"
class A { int f(String s) { return 1 } }
"###,
    ),
    (
        "terraform",
        r###"# c
resource "google_x" "y" {
  name  = "${var.a}-b"
  count = 3
  for_each = toset(local.x)
  on    = true
}
"###,
    ),
    (
        "html",
        r###"<!DOCTYPE html>
<!-- c --><p class="x" id=y>text &amp; <b>z</b></p><script>let x = 1;</script><style>p { color: red }</style>
<script>
if (a < b) { c(`d ${e}`); }
</script>
<style>
.f { g: h }
</style>
"###,
    ),
    (
        "http",
        r###"GET /api/x HTTP/1.1
Host: example.com
Authorization: Bearer x

{"a": 1}
"###,
    ),
    (
        "ini",
        r###"; c
[a]
b = c
n=1
"###,
    ),
    (
        "java",
        r###"// c
import java.util.List;
@Override
public final class X<T> extends Y implements Z {
  private static final int N = 1;
  public void foo(String a, List<T> b) throws E { return new Foo("x", this.n, null); }
}
"###,
    ),
    (
        "javascript",
        r###"const a = require('x');
function foo(b, c) { let d = b + c; return d.map(x => x.y / /re/g); }
"###,
    ),
    (
        "json",
        r###"{ "a": 1, "b": [true, null, "x\n"], "c": {"d": 1.5e3} }
"###,
    ),
    (
        "kotlin",
        r###"// c
package a.b
data class X(val name: String, var n: Int = 1)
fun main(args: Array<String>) { val x = listOf("a $name", 'c'); println(x) }
@Test override fun foo() = null
"###,
    ),
    (
        "makefile",
        r###"# c
FOO := $(shell ls)
all: a b
	echo $(FOO)
"###,
    ),
    (
        "md",
        r###"# Title
some *em* **bold** `code` [x](y)
- item
```rust
let x = 1;
```
<b>x</b>
"###,
    ),
    (
        "nginx",
        r###"server { listen 80; location / { proxy_pass http://x; } }
"###,
    ),
    (
        "powershell",
        r###"# c
$x = Get-ChildItem -Path "C:\a" | Where-Object { $_.Name -eq 'b' }
function Foo([string]$a) { if ($a) { Write-Host "hi $a" } }
"###,
    ),
    (
        "properties",
        r###"# c
a.b=c d
e: 1
"###,
    ),
    (
        "proto",
        r###"syntax = "proto3";
message A { string b = 1; repeated int32 c = 2; }
"###,
    ),
    (
        "python",
        r###"# c
from a import b
@dataclass(frozen=True)
class X(Base):
    """doc"""
    n: int = 1
    async def foo(self, a: str, *, b=None) -> bool:
        x = f"a {a!r} b"
        return not x and self.n in [1, None]
def f(x: list[int] = []) -> None:
    '''a
    b'''
    return lambda y: y ** 2  # c
print(f"{x:>{w}} {{}}", r'\d+', b'\x00', sep='')
"###,
    ),
    (
        "rust",
        r###"/// doc
#[derive(Debug)]
pub struct X<'a> { n: u32, s: &'a str }
impl<'a> X<'a> { pub fn foo(&mut self, k: &str) -> Option<usize> { let x = vec![1]; println!("{k}"); Some(x.len() as usize) } }
fn main() {
    let s = r#"raw "x" {y}"#;
    /* a /* nested */ b */
    let c = 'c';
    match x { Some(n) if n > 1 => (), _ => unreachable!() }
}
"###,
    ),
    (
        "sql",
        r###"-- c
SELECT a.id, COUNT(*) FROM users AS a WHERE name = 'x' AND n > 3 GROUP BY 1;
CREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(10));
"###,
    ),
    (
        "toml",
        r###"# comment
title = "x" 
[section.sub]
n = 1.5
on = true
d = 2024-01-02
list = ["a", { b = 1 }]
"###,
    ),
    (
        "typescript",
        r###"// c
import { a } from "b";
interface X { name: string; n?: number }
export const f = async (x: X): Promise<void> => { await g(`a ${x.name}`); return null; };
class A extends B { @dec() private x = 1; constructor() { super(); this.x = true } }
"###,
    ),
    (
        "tsx",
        r###"export const C: React.FC<P> = ({ a }) => <div className="x" onClick={() => f(1)}>{a} text</div>;
"###,
    ),
    (
        "xml",
        r###"<?xml version="1.0"?>
<a b="c"><!-- d --><e:f>g</e:f></a>
"###,
    ),
    (
        "yaml",
        r###"# c
apiVersion: v1
kind: "Deployment"
spec:
  replicas: 3
  on: true
  items:
    - name: 'a b'
      value: &anchor foo
    - *anchor
  text: |
    hello
    world
'quoted key': {a: [1, "b"], c: ~}
? complex
: !!str tagged
--- # next
url: http://x:80/#a # c
fold: >-
  a: b

  c
last: 2024-01-01T00:00:00Z
"###,
    ),
    (
        "php",
        "<p><?php echo \"a $b {$c->d}\"; // e\nfunction f(int $x): ?string { return null; } ?></p>\n",
    ),
    (
        "ruby",
        "# c\nclass A < B\n  def f(x, y: 1) = puts \"#{x} #{y}\"\n  X = <<~EOS\n    a #{b}\n  EOS\nend\n",
    ),
    (
        "cpp",
        "#include <a>\n#define X(y) ((y) + 1)\ntemplate <typename T> class A : public B { int f(T const& x) const { return u8\"é\\n\"[0]; } };\n",
    ),
    (
        "swift",
        "import A\n@main struct S: P { var x: Int? = nil; func f(_ a: String) throws -> Bool { \"\\(a)\" == \"\" } }\n",
    ),
    (
        "lua",
        "-- c\nlocal function f(a, ...) return a and [[x\ny]] or nil end\n",
    ),
];
