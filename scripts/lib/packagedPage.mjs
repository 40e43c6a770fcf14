import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A picture or a link of Markdown whose target is a file of the repository, not an address or a heading. */
const TO_A_FILE = /(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)\s]+)\)/g;

/**
 * A page as it reads inside the package. VS Code shows a page of an extension without a folder that its
 * links could start from: a link to a file becomes its text, and a PNG becomes part of the page.
 * @param {string} markdown
 * @param {string} root the folder that its links start from
 */
export function packagedPage(markdown, root) {
  return markdown.replaceAll(TO_A_FILE, (_, isPicture, text, target) => {
    if (!isPicture) return text;
    const data = readFileSync(join(root, target)).toString('base64');
    return `![${text}](data:image/png;base64,${data})`;
  });
}
