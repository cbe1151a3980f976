import type { ClientCapabilities } from 'vscode-languageserver/node';

/** What an editor can do that not every editor can. */
export interface Abilities {
  /** Takes edits that say which version of a text they are of. */
  versionedEdits: boolean;
  /** Asks for the edit of an action once somebody wants it. */
  lazyEdits: boolean;
  /** Tells what changes on disk. */
  watching: boolean;
  /** Tells which folders come and go. */
  folderChanges: boolean;
  /** Opens pages. */
  showing: boolean;
}

/** What an editor says that it can do. */
export function abilitiesOf({ workspace, window, textDocument }: ClientCapabilities): Abilities {
  const action = textDocument?.codeAction;
  return {
    versionedEdits: workspace?.workspaceEdit?.documentChanges ?? false,
    lazyEdits: (action?.dataSupport && action.resolveSupport?.properties.includes('edit')) ?? false,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    folderChanges: workspace?.workspaceFolders ?? false,
    showing: window?.showDocument?.support ?? false,
  };
}
