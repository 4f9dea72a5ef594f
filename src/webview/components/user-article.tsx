import type { Attachment, UserMessage } from '../../core/session/transcript';
import { visibleLine, visibleProse } from '../visible-text';
import { Icon } from './icon';
import { LongText } from './long-text';
import { memo } from './memo';
import { MessageActions } from './message-actions';
import { useView } from './view-context';

interface UserArticleProps {
  readonly user: UserMessage;
  /** Whether it can be taken up again: the last message of a task at rest. */
  readonly editable: boolean;
  /** Whether a task like this one can be begun with it: the first message of a task at rest. */
  readonly repeatable: boolean;
}

/** What the person wrote, as they wrote it, with its files and whether it arrived. */
export const UserArticle = memo(({ user, editable, repeatable }: UserArticleProps) => (
  <article class={`message user ${user.delivery}`} data-role="user" aria-label="You">
    <LongText text={visibleProse(user.text)} class="user-text" />
    {user.attachments.length > 0 && (
      <ul class="chips" aria-label="Attachments">
        {user.attachments.map((attachment, index) => (
          <li key={`${index} ${attachment.name}`}>
            <AttachmentChip attachment={attachment} />
          </li>
        ))}
      </ul>
    )}
    {user.text !== '' && user.delivery === 'sent' && (
      <MessageActions text={user.text} editable={editable} repeatable={repeatable} />
    )}
    {user.delivery === 'pending' && (
      <div class="delivery muted">
        <Icon name="loading" spin /> Sending…
      </div>
    )}
    {user.delivery === 'failed' && (
      <div class="delivery failed">
        <Icon name="warning" /> Not delivered
      </div>
    )}
  </article>
));

function AttachmentChip({ attachment }: { readonly attachment: Attachment }) {
  const { post } = useView();
  const { path } = attachment;
  const name = visibleLine(attachment.name || (path ?? ''), 80) || 'file';
  if (path === undefined || path === '') {
    return (
      <span class="chip">
        <Icon name="file" /> <span class="chip-name">{name}</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      class="chip"
      title={`Open ${name}`}
      onClick={() => post({ type: 'openArtifact', path })}
    >
      <Icon name="file" /> <span class="chip-name">{name}</span>
    </button>
  );
}
