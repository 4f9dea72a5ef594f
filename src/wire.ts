import { join } from 'node:path';
import * as vscode from 'vscode';
import { MaskedClient } from './core/masking/masked-client';
import { SessionRegistry } from './core/session/session-registry';
import { registerApprovals } from './host/approvals';
import { registerArtifacts } from './host/artifacts';
import { registerAuth, treeAccount } from './host/auth';
import { ProfileClients, type Credential } from './host/auth/profile-clients';
import { Profiles } from './host/auth/profiles';
import { SignIn } from './host/auth/sign-in';
import { TaskProfiles } from './host/auth/task-profiles';
import { registerChat } from './host/chat';
import { registerCheckConnection } from './host/check-connection';
import type { Front } from './host/front';
import { ArtifactListings } from './host/platform/artifact-listings';
import { ArtifactMarks } from './host/platform/artifact-marks';
import { Claims } from './host/platform/claims';
import { KeptBytes } from './host/platform/kept-bytes';
import { KnownSecrets } from './host/platform/known-secrets';
import { createLog } from './host/platform/log';
import { Network } from './host/platform/network';
import { createReport } from './host/platform/problems';
import { SeenFiles } from './host/platform/seen-files';
import { createSettings } from './host/platform/settings';
import { TaskMarks } from './host/platform/task-marks';
import { UploadOrigins } from './host/platform/upload-origins';
import { userAgent } from './host/platform/user-agent';
import { registerWakeUp } from './host/platform/wake-up';
import { registerPresets } from './host/presets';
import { Presets } from './host/presets/presets';
import { registerRecipes } from './host/recipes';
import type { HostServices } from './host/services';
import { registerSources } from './host/sources';
import { registerTasks } from './host/tasks';
import { createAttachmentSource } from './host/uploads';
import { registerVariables } from './host/variables';
import { VariableSets } from './host/variables/variable-sets';

/**
 * A table of contents: makes all that answers what VS Code asks of `front`, and connects it. No request leaves and nothing slow is
 * waited for. What is answered ends it.
 */
export function wire(context: vscode.ExtensionContext, front: Front): vscode.Disposable {
  const kept: { dispose(): unknown }[] = [];
  const end = (): void => void vscode.Disposable.from(...kept).dispose();
  try {
    connect(context, front, (disposable) => {
      kept.push(disposable);
      return disposable;
    });
  } catch (error) {
    end();
    throw error;
  }
  return new vscode.Disposable(end);
}

function connect(
  context: vscode.ExtensionContext,
  front: Front,
  keep: <T extends { dispose(): unknown }>(disposable: T) => T,
): void {
  const secrets = new KnownSecrets();
  const log = createLog(front.channel, secrets.text);
  const storage = context.globalStorageUri.fsPath;
  const settings = keep(createSettings(process.env));
  const network = keep(new Network(log, process.env));
  const profiles = keep(new Profiles(context, settings, log, process.env));
  const taskProfiles = keep(new TaskProfiles(context.globalState));
  const variables = keep(new VariableSets({ context, masking: secrets, log }));
  // No answer comes in before the secrets are known that may be in it.
  const secretsKnown = variables.load();
  const clientFor = (credential: Credential): MaskedClient =>
    new MaskedClient(
      {
        origin: () => settings.apiUrl(),
        credential: async (origin) => {
          await Promise.all([network.prepare(), secretsKnown]);
          return credential(origin);
        },
        transport: () => network.transport(),
        log,
        userAgent: userAgent(context),
      },
      () => secrets.mask,
    );
  const clients = new ProfileClients(profiles, taskProfiles, clientFor);
  const client = clients.inUse;
  const sessions = keep(new SessionRegistry({ client, log, maskText: secrets.text }));
  secrets.onDidChange((mask) => sessions.remask(mask));
  const failedProfile = (error: unknown): string | undefined => clients.failedProfile(error);
  const report = createReport(log, failedProfile);
  const signIn = new SignIn({ profiles, report, clientFor, failedProfile });
  const services: HostServices = {
    context,
    front,
    client,
    sessions,
    log,
    settings,
    claims: new Claims(join(storage, 'claims'), log),
    report,
    withSignIn: (operation) => signIn.withSignIn(operation),
    signedIn: profiles,
    profileId: () => profiles.active.id,
    onDidChangeProfile: profiles.onDidChangeCredential,
    profiles: clients,
    origins: keep(new UploadOrigins(join(storage, 'origins', 'uploads.json'), log)),
    secrets,
  };
  const marks = keep(
    new TaskMarks(join(storage, 'marks', 'tasks.json'), services.profileId, log, secrets.text),
  );
  secrets.onDidChange(() => void marks.maskTitles());
  const listings = keep(new ArtifactListings(client, sessions));
  const fileMarks = keep(new ArtifactMarks(listings, new SeenFiles(context.globalState, Date.now)));
  keep(registerWakeUp(services, network.onDidChange));
  keep(registerAuth(services, { profiles, taskProfiles, clients, signIn, variables }));
  keep(registerCheckConnection(services, network));
  keep(registerVariables({ services, sets: variables, ready: () => profiles.ready() }));
  keep(registerArtifacts(services, listings, fileMarks));
  keep(registerTasks(services, treeAccount(profiles), listings, marks, fileMarks));
  const kept = new KeptBytes(vscode.Uri.joinPath(context.globalStorageUri, 'attachments').fsPath);
  const presets = new Presets(context.globalState);
  keep(registerPresets(services, presets));
  const attachments = createAttachmentSource(kept);
  const chat = keep(registerChat(services, attachments, listings, marks, fileMarks, { variables, presets }));
  keep(registerSources(services, attachments, chat.compose));
  keep(registerRecipes(services, { variables, attachments, compose: chat.compose }));
  keep(registerApprovals(services, chat.queueFollowUp));
}
