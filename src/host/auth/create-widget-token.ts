import * as v from 'valibot';
import * as vscode from 'vscode';
import type { WidgetToken } from '../../core/api';
import type { HostServices } from '../services';
import { askForName } from './manage-profiles';
import type { WidgetOrigin } from './profile-index';
import type { Profiles } from './profiles';
import type { SignIn } from './sign-in';
import { emptyForm, fillAndSend, type WidgetForm } from './widget-token-form';
import { askQuestion, type SetsInUse } from './widget-token-questions';
import { endWords } from './words';

const optionalText = v.optional(v.string());
const variables = v.optional(v.record(v.string(), v.string()), {});

const ArgumentSchema = v.object({
  appId: optionalText,
  appSecret: optionalText,
  endUserId: optionalText,
  expiresIn: optionalText,
  env: variables,
  secrets: variables,
  /** Makes a profile of this name of the token. */
  name: optionalText,
  /** The id of a profile that was made with a widget token, which gets a new one. */
  profile: optionalText,
});
type Argument = v.InferOutput<typeof ArgumentSchema>;

interface Deps {
  readonly services: Pick<HostServices, 'client' | 'report'>;
  readonly profiles: Profiles;
  readonly signIn: SignIn;
  readonly sets: SetsInUse;
}

/**
 * `sigmic.createWidgetToken`: trades a widget app's ID and secret for a token of one end user. With the app's ID, its secret and
 * the end user given, nothing is asked. Answers the token; undefined when there is none, and the person knows why.
 */
export async function createWidgetToken(deps: Deps, argument: unknown): Promise<WidgetToken | undefined> {
  const parsed = v.safeParse(ArgumentSchema, argument ?? {});
  // The library's own words repeat the value, which may be a secret.
  if (!parsed.success) throw new Error('sigmic.createWidgetToken was called with what it does not take.');
  const given = parsed.output;
  const { services, profiles } = deps;
  try {
    await profiles.ready();
    const form = formOf(given, given.profile === undefined ? undefined : profiles.get(given.profile)?.widget);
    const isWhole = [given.appId, given.appSecret, given.endUserId].every((part) => part !== undefined);
    const send = (filled: WidgetForm): Promise<WidgetToken> => request(services.client, filled);
    if (isWhole) {
      const token = await send(form);
      await keep(deps, token, form, given);
      return token;
    }
    const made = await fillAndSend({ ask: (...asked) => askQuestion(deps.sets, ...asked), send }, form);
    if (made === undefined) return undefined;
    if (given.profile === undefined && given.name === undefined) await offer(deps, made.token, made.form);
    else await keep(deps, made.token, made.form, given);
    return made.token;
  } catch (error) {
    services.report(error, 'create the token', () => createWidgetToken(deps, argument));
    return undefined;
  }
}

function formOf(given: Argument, widget: WidgetOrigin | undefined): WidgetForm {
  return {
    appId: given.appId ?? widget?.appId ?? emptyForm.appId,
    appSecret: given.appSecret ?? emptyForm.appSecret,
    endUserId: given.endUserId ?? widget?.endUserId ?? emptyForm.endUserId,
    expiresIn: given.expiresIn ?? widget?.expiresIn ?? emptyForm.expiresIn,
    env: given.env,
    secrets: given.secrets,
  };
}

function request(client: Deps['services']['client'], form: WidgetForm): Promise<WidgetToken> {
  const { expiresIn, env, secrets, ...rest } = form;
  const filled = (map: WidgetForm['env']): boolean => Object.keys(map).length > 0;
  const body = {
    ...rest,
    ...(expiresIn !== '' && { expiresIn }),
    ...(filled(env) && { env }),
    ...(filled(secrets) && { secrets }),
  };
  const location = vscode.ProgressLocation.Window;
  return Promise.resolve(
    vscode.window.withProgress({ location, title: 'Creating a token' }, () => client.createWidgetToken(body)),
  );
}

/** In the profile that is to have it, if one is. */
async function keep(
  { signIn, profiles }: Deps,
  { token }: WidgetToken,
  form: WidgetForm,
  { profile, name }: Pick<Argument, 'profile' | 'name'>,
): Promise<void> {
  const { appId, endUserId, expiresIn } = form;
  const widget = { appId, endUserId, expiresIn };
  const known = profile ?? (name === undefined ? undefined : profiles.find(name)?.id);
  if (known !== undefined) await signIn.accept(token, { profile: known, widget });
  else if (name !== undefined) await signIn.accept(token, { profile: profiles.nextId(), name, widget });
}

async function offer(deps: Deps, token: WidgetToken, form: WidgetForm): Promise<void> {
  const copy = { label: 'Copy Token', iconPath: new vscode.ThemeIcon('copy') };
  const make = { label: 'Make a Profile of It...', iconPath: new vscode.ThemeIcon('account') };
  const ending = endWords(token.token, Date.now());
  const picked = await vscode.window.showQuickPick([copy, make], {
    title: `Token for ${form.endUserId}${ending === undefined ? '' : ` (${ending})`}`,
    placeHolder: 'The token is created. What shall be done with it?',
    ignoreFocusOut: true,
  });
  if (picked === copy) {
    await vscode.env.clipboard.writeText(token.token);
    vscode.window.setStatusBarMessage('Token copied', 3000);
  } else if (picked === make) {
    const name = await askForName(deps.profiles, 'Add Profile', form.endUserId);
    if (name !== undefined) await keep(deps, token, form, { name });
  }
}
