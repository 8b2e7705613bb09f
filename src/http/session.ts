import { createHmac, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Session } from '#entities/people/session.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { hashOf } from '#src/basics/hash.ts'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { isSame } from '#src/web/is-same.ts'
import { Problem } from '#src/web/problem.ts'
import type { SignedIn } from './signed-in.ts'
import { isHttps, type Web } from './web.ts'

export type { SignedIn } from './signed-in.ts'

const SESSION_DAYS = 7
const TOKEN_SHAPE = /^[\w-]{43}$/

/** Signs a person in. The cookie holds 32 random bytes, the database their hash. */
export async function openSession(c: Context<Web>, app: Needs<'publicUrl'>, tx: Tx, personId: string): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(tx.at.getTime() + SESSION_DAYS * 86_400_000)
  await tx.em.insert(Session, { id: uuid(), tokenHash: hashOf(token), personId, createdAt: tx.at, expiresAt })
  keepCookie(c, app, cookieName(app), token, SESSION_DAYS * 86_400)
}

/** Who is signed in. Someone removed is nobody, and stays nobody when they are let in again. */
export async function readSession(c: Context<Web>, app: Needs<'em' | 'clock' | 'publicUrl'>): Promise<SignedIn | null> {
  const token = getCookie(c, cookieName(app)) ?? ''
  if (!TOKEN_SHAPE.test(token)) return null
  const [member] = await sql<Member>(
    app.em.fork(),
    `select p.id, p.name, p.role, p.zone, p.store_id as "storeId" from sessions s join people p on p.id = s.person_id
     where s.token_hash = $1 and s.expires_at > $2 and p.state = 'member' and not exists (select 1 from moves m
       where m.kind = 'person' and m.record_id = p.id and m.verb = 'remove' and m.at >= s.created_at)`,
    [hashOf(token), app.clock()],
  )
  return member ? { member, csrf: csrfOf(token) } : null
}

export async function closeSession(c: Context<Web>, app: Needs<'em' | 'publicUrl'>): Promise<void> {
  const token = getCookie(c, cookieName(app)) ?? ''
  await app.em.fork().nativeDelete(Session, { tokenHash: hashOf(token) })
  deleteCookie(c, cookieName(app), { path: '/', secure: isHttps(app) })
}

/** A form for someone who is not signed in: what it carries is bound to a cookie that lives as long as the form. */
export function guardForm(c: Context<Web>, app: Needs<'publicUrl'>): string {
  const token = randomBytes(32).toString('base64url')
  keepCookie(c, app, 'form', token, 900)
  return csrfOf(token)
}

export function checkGuardedForm(c: Context<Web>, given: string): void {
  const token = getCookie(c, 'form') ?? ''
  checkCsrf(TOKEN_SHAPE.test(token) ? csrfOf(token) : null, given)
}

/** A form sent from anywhere but our own page is refused. */
export function checkCsrf(expected: string | null, given: string): void {
  if (expected === null || !isSame(given, expected)) {
    throw new Problem(403, 'form_expired', 'This form is too old, or was not sent from our page. Open the page again.')
  }
}

/** Only who knows the cookie can make it, and it tells nothing of the cookie. */
function csrfOf(token: string): string {
  return createHmac('sha256', token).update('form').digest('base64url')
}

/** What was just done, for the next page to say. */
export function say(c: Context<Web>, app: Needs<'publicUrl'>, sentence: string): void {
  keepCookie(c, app, 'said', sentence.slice(0, 500), 60)
}

export function takeSaid(c: Context<Web>): string | null {
  const said = getCookie(c, 'said')
  if (said) deleteCookie(c, 'said', { path: '/' })
  return said ?? null
}

function keepCookie(c: Context<Web>, app: Needs<'publicUrl'>, name: string, value: string, maxAge: number): void {
  setCookie(c, name, value, { httpOnly: true, sameSite: 'Lax', secure: isHttps(app), path: '/', maxAge })
}

/** `__Host-`: no other host of the domain can set it. */
function cookieName(app: Needs<'publicUrl'>): string {
  return isHttps(app) ? '__Host-session' : 'session'
}
