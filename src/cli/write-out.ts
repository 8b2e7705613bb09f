import { stdout } from 'node:process'

/** To stdout, waiting until a pipe has taken it all; a pipe that was closed (`| head`) has had enough. */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null) => {
      stdout.off('error', settle)
      return error && error.code !== 'EPIPE' ? reject(error) : resolve()
    }
    stdout.once('error', settle)
    stdout.write(text, settle)
  })
}
