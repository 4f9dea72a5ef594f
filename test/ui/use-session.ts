import assert from 'node:assert/strict';
import { keepPictureOfFailure, startSession, type Session, type SessionOptions } from '../rig/session';
import { Chat } from './chat';
import { Elsewhere } from './elsewhere';

/** `chat` and `elsewhere` can be taken from it at once, and used when it has started. */
export interface UsedSession extends Session {
  readonly chat: Chat;
  readonly elsewhere: Elsewhere;
}

/**
 * A session for the suite that calls this: started before its first test, stopped after its last, with a picture of every failure.
 * What is in it can be had from then on, not yet while the suite is being described.
 */
export function useSession(options: SessionOptions = {}): UsedSession {
  let started: Session | undefined;
  before(async () => {
    started = await startSession(options);
  });
  afterEach(keepPictureOfFailure(() => started));
  after(() => started?.stop());

  const running = (): Session => {
    assert.ok(started, 'The session has not started yet.');
    return started;
  };
  return {
    get workbench() {
      return running().workbench;
    },
    get editor() {
      return running().editor;
    },
    get emulator() {
      return running().emulator;
    },
    get browser() {
      return running().browser;
    },
    get workspace() {
      return running().workspace;
    },
    stop: () => running().stop(),
    chat: new Chat({
      get webview() {
        return running().workbench.webview;
      },
      runCommand: (title) => running().workbench.runCommand(title),
      chooseFile: (path) => running().workbench.chooseFile(path),
    }),
    elsewhere: new Elsewhere({
      get url() {
        return running().emulator.url;
      },
      get key() {
        return running().emulator.key;
      },
    }),
  };
}
