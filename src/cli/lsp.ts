import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { parse } from './args';
import { type CommandRunner, EXIT } from './command';
import { LanguageServer } from './lsp/server';
import { configsOf } from './projectSettings';

/** Speaks the Language Server Protocol over standard input and output, until the editor ends it. */
export const lspCommand: CommandRunner = {
  async run(args, { version }, signal) {
    const { values } = parse(args, {
      // What some clients pass on their own; there is no other way to talk.
      stdio: { type: 'boolean' },
      config: { type: 'string' },
      'no-config': { type: 'boolean' },
    });
    const configs = () => configsOf(values.config, values['no-config']);
    // A project file that someone has named must be usable from the start.
    await configs();
    const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
    const server = new LanguageServer(connection, { version, configs });
    connection.listen();
    await new Promise<void>(resolve => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      connection.onExit(() => resolve());
    });
    server.dispose();
    return EXIT.done;
  },
};
