import { createServer, type Socket } from 'node:net'
import { type Document, deserialize, serialize } from 'bson'

/** One command of a driver to one answer. What it throws is told to the driver as the server's error. */
type Answer = (command: Document) => Document

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const HEADER_BYTES = 16
const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2

/** A server of MongoDB's wire protocol on loopback: OP_MSG, and OP_QUERY for the first greeting of a driver. */
export async function serveWire(answer: Answer): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    readMessages(socket, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function readMessages(socket: Socket, answer: Answer): void {
  let buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk])
    while (buffer.length >= HEADER_BYTES && buffer.length >= buffer.readInt32LE(0)) {
      const message = buffer.subarray(0, buffer.readInt32LE(0))
      buffer = buffer.subarray(message.length)
      const reply = answerMessage(message, answer)
      if (reply) socket.write(reply)
    }
  })
}

function answerMessage(message: Buffer, answer: Answer): Buffer | null {
  const id = message.readInt32LE(4)
  const isQuery = message.readInt32LE(12) === OP_QUERY
  const command = isQuery ? readQuery(message) : readCommand(message)
  const reply = answerOrError(answer, command)
  if (isQuery) return writeReply(id, reply)
  const unanswered = (message.readUInt32LE(HEADER_BYTES) & MORE_TO_COME) !== 0
  return unanswered ? null : writeMessage(id, reply)
}

function answerOrError(answer: Answer, command: Document): Document {
  try {
    return { ...answer(command), ok: 1 }
  } catch (error) {
    const { message, code } = error as Error & { code?: number }
    return { ok: 0, errmsg: message, code: code ?? 1 }
  }
}

/** flags, collection name, skip, limit, then the command. */
function readQuery(message: Buffer): Document {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4)
  return { ...deserialize(message.subarray(nameEnd + 1 + 8)), $db: 'admin' }
}

/** flags, then sections: the command itself (kind 0), and lists of documents that belong into it (kind 1). */
function readCommand(message: Buffer): Document {
  const checksum = message.readUInt32LE(HEADER_BYTES) & CHECKSUM_PRESENT ? 4 : 0
  const command: Document = {}
  for (let at = HEADER_BYTES + 4; at < message.length - checksum; ) {
    const kind = message[at]
    const size = message.readInt32LE(at + 1)
    const section = message.subarray(at + 1, at + 1 + size)
    Object.assign(command, kind === 0 ? deserialize(section) : readList(section))
    at += 1 + size
  }
  return command
}

function readList(section: Buffer): Document {
  const nameEnd = section.indexOf(0, 4)
  const documents: Document[] = []
  for (let at = nameEnd + 1; at < section.length; at += section.readInt32LE(at)) {
    documents.push(deserialize(section.subarray(at, at + section.readInt32LE(at))))
  }
  return { [section.toString('utf8', 4, nameEnd)]: documents }
}

function writeMessage(to: number, document: Document): Buffer {
  const body = serialize(document)
  const head = Buffer.alloc(HEADER_BYTES + 5)
  writeHeader(head, to, OP_MSG, body.length)
  return Buffer.concat([head, body])
}

function writeReply(to: number, document: Document): Buffer {
  const body = serialize(document)
  const head = Buffer.alloc(HEADER_BYTES + 20)
  writeHeader(head, to, OP_REPLY, body.length)
  head.writeInt32LE(1, HEADER_BYTES + 16)
  return Buffer.concat([head, body])
}

function writeHeader(head: Buffer, to: number, kind: number, bodyBytes: number): void {
  head.writeInt32LE(head.length + bodyBytes, 0)
  head.writeInt32LE(to, 8)
  head.writeInt32LE(kind, 12)
}
