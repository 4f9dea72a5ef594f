import { describeError, isSigmicError, type WidgetToken } from '../../core/api';
import type { TaskVariables } from '../variable-source';

/** All that a widget token is made of. The app's secret lives as long as the questions are asked. */
export interface WidgetForm {
  readonly appId: string;
  readonly appSecret: string;
  readonly endUserId: string;
  /** Such as "1h"; empty for the server's own default. */
  readonly expiresIn: string;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export const emptyForm: WidgetForm = {
  appId: '',
  appSecret: '',
  endUserId: '',
  expiresIn: '1h',
  env: {},
  secrets: {},
};

const questions = ['appId', 'appSecret', 'endUserId', 'expiresIn', 'variables'] as const;
export type Question = (typeof questions)[number];

/** The questions to which an error of the API goes back. */
const questionsByCode: ReadonlyMap<string, readonly Question[]> = new Map([
  ['MISSING_CREDENTIALS', ['appId', 'appSecret']],
  ['INVALID_CREDENTIALS', ['appId', 'appSecret']],
  ['MISSING_END_USER_ID', ['endUserId']],
  ['INVALID_EXPIRES_IN', ['expiresIn']],
  ['INVALID_ENV', ['variables']],
]);

export interface FormDeps {
  /** Asks one question, with what is known filled in; undefined when the person gives up. `problem`: why it is asked again. */
  readonly ask: (
    question: Question,
    form: WidgetForm,
    problem: string | undefined,
  ) => Promise<WidgetForm | undefined>;
  readonly send: (form: WidgetForm) => Promise<WidgetToken>;
}

/**
 * Asks all questions and sends the answers; what the server refuses is asked again, alone, with everything kept. Undefined when
 * the person gives up. Throws a SigmicError that no answer could mend.
 */
export async function fillAndSend(
  { ask, send }: FormDeps,
  start: WidgetForm,
): Promise<{ token: WidgetToken; form: WidgetForm } | undefined> {
  let form = start;
  let open: readonly Question[] = questions;
  let problem: string | undefined;
  for (;;) {
    for (const question of open) {
      const answered = await ask(question, form, problem);
      if (answered === undefined) return undefined;
      form = answered;
      problem = undefined;
    }
    try {
      return { token: await send(form), form };
    } catch (error) {
      const again = isSigmicError(error) ? questionsByCode.get(error.code ?? '') : undefined;
      if (again === undefined) throw error;
      open = again;
      problem = describeError(error, 'create the token').message;
    }
  }
}

/** `NAME=VALUE`, by the API's rule for names; undefined when it is none. */
export function parseVariable(text: string): { name: string; value: string } | undefined {
  const [, name, value] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** The form with the variables of a set; what is of the same name, as either kind, gives way to the set's. */
export function withSet(form: WidgetForm, { env = {}, secrets = {} }: TaskVariables): WidgetForm {
  const others = (
    values: Readonly<Record<string, string>>,
    given: Readonly<Record<string, string>>,
  ): Record<string, string> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(given, name)));
  return {
    ...form,
    env: { ...others(form.env, secrets), ...env },
    secrets: { ...others(form.secrets, env), ...secrets },
  };
}
