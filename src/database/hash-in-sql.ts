/** SQL for what stays of an address or number whose owner was erased: enough to know it again. Takes an expression. */
export function hashInSql(expression: string): string {
  return `'sha256:' || encode(sha256(convert_to(${expression}, 'UTF8')), 'hex')`
}
