package io.forwardpass.keras;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.LinkMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A group of an HDF5 file: names that lead to groups and datasets, and attributes. */
final class Hdf5Group {
  /** In {@link #links}: a soft, external or user-defined link, which is never followed. */
  private static final long NOT_HARD = -1;

  private static final int CACHED_SOFT_LINK = 2;

  private final Hdf5Storage storage;
  private final long address;
  private final String path;
  private final Hdf5Header header;
  private final Map<String, Long> links;

  private Hdf5Group(Hdf5Storage storage, long address, String path, Hdf5Header header) {
    this.storage = storage;
    this.address = address;
    this.path = path;
    this.header = header;
    this.links = storage.structure("group '" + path + "'", this::readLinks);
  }

  static Hdf5Group root(ByteBuffer file, Place place) {
    Hdf5Storage storage = new Hdf5Storage(file, place);
    return storage.structure(
        "the HDF5 root group",
        () -> {
          long address = rootAddress(storage);
          return new Hdf5Group(storage, address, "/", Hdf5Header.read(storage, address));
        });
  }

  private static long rootAddress(Hdf5Storage storage) {
    if (storage.getSuperblock() instanceof SuperblockV0V1 old) {
      return new SymbolTableEntry(storage, old.getRootGroupSymbolTableAddress())
          .getObjectHeaderAddress();
    }
    return ((SuperblockV2V3) storage.getSuperblock()).getRootGroupObjectHeaderAddress();
  }

  String path() {
    return path;
  }

  /** Where the group stands in the file: the same for two names of one group. */
  long address() {
    return address;
  }

  Set<String> names() {
    return links.keySet();
  }

  /** The group of that name; empty where there is none or it is a dataset. */
  Optional<Hdf5Group> group(String name) {
    return child(name)
        .filter(child -> !child.header.has(Hdf5Header.DATASPACE))
        .map(child -> new Hdf5Group(storage, child.address, child.path, child.header));
  }

  /** The dataset of that name; empty where there is none or it is a group. */
  Optional<Hdf5Dataset> dataset(String name) {
    return child(name)
        .filter(child -> child.header.has(Hdf5Header.DATASPACE))
        .map(child -> Hdf5Dataset.read(storage, child.path, child.header));
  }

  private record Child(long address, String path, Hdf5Header header) {}

  private Optional<Child> child(String name) {
    Long target = links.get(name);
    if (target == null) {
      return Optional.empty();
    }
    String childPath = (path.equals("/") ? path : path + "/") + name;
    if (target == NOT_HARD) {
      throw storage
          .place()
          .unsupported(
              "'%s' is a soft or external link, which is never followed; save the model again with Keras"
                  .formatted(childPath));
    }
    return Optional.of(
        storage.structure(
            "'" + childPath + "'",
            () -> new Child(target, childPath, Hdf5Header.read(storage, target))));
  }

  /** The strings of an attribute; a single string is a list of one; empty where there is none. */
  Optional<List<String>> strings(String attribute) {
    return storage.structure(
        "attribute '%s' of '%s'".formatted(attribute, path),
        () -> Hdf5Attribute.find(storage, header, attribute).map(Hdf5Attribute::strings));
  }

  /** The string of an attribute. */
  Optional<String> string(String attribute) {
    return strings(attribute).filter(list -> list.size() == 1).map(list -> list.get(0));
  }

  private Map<String, Long> readLinks() {
    Optional<ByteBuffer> symbolTable = header.only(Hdf5Header.SYMBOL_TABLE);
    Map<String, Long> found = new LinkedHashMap<>();
    if (symbolTable.isPresent()) {
      readSymbolTable(symbolTable.get(), found);
    } else {
      header
          .all(Hdf5Header.LINK)
          .forEach(
              message ->
                  add(LinkMessage.fromBuffer(message.data(), storage.getSuperblock()), found));
      header.only(Hdf5Header.LINK_INFO).ifPresent(info -> readDenseLinks(info, found));
    }
    return found;
  }

  private void readSymbolTable(ByteBuffer table, Map<String, Long> found) {
    BTreeV1 tree = BTreeV1.createGroupBTree(storage, table.getLong());
    ByteBuffer names = new LocalHeap(storage, table.getLong()).getDataBuffer();
    Set<Long> seen = new HashSet<>();
    for (long node : tree.getChildAddresses()) {
      if (!seen.add(node)) {
        throw new HdfException("a node occurs twice in a group");
      }
      storage.structure(
          "group '" + path + "'",
          () -> {
            for (SymbolTableEntry entry :
                new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
              boolean soft = entry.getCacheType() == CACHED_SOFT_LINK;
              add(
                  name(names, entry.getLinkNameOffset()),
                  soft ? NOT_HARD : entry.getObjectHeaderAddress(),
                  found);
            }
            return null;
          });
    }
  }

  private static String name(ByteBuffer names, int offset) {
    int end = offset;
    while (names.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - offset];
    names.get(offset, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void readDenseLinks(ByteBuffer info, Map<String, Long> found) {
    boolean counted = (info.get(1) & 1) != 0;
    long heapAddress = info.getLong(counted ? 10 : 2);
    long treeAddress = info.getLong(counted ? 18 : 10);
    if (treeAddress == Constants.UNDEFINED_ADDRESS) {
      return;
    }
    FractalHeap heap = new FractalHeap(storage, heapAddress);
    BTreeV2<LinkNameForIndexedGroupRecord> tree = new BTreeV2<>(storage, treeAddress);
    for (LinkNameForIndexedGroupRecord link : tree.getRecords()) {
      add(LinkMessage.fromBuffer(heap.getId(link.getId()), storage.getSuperblock()), found);
    }
  }

  private static void add(LinkMessage link, Map<String, Long> found) {
    boolean hard = link.getLinkType() == LinkMessage.LinkType.HARD;
    add(link.getLinkName(), hard ? link.getHardLinkAddress() : NOT_HARD, found);
  }

  private static void add(String name, long target, Map<String, Long> found) {
    if (found.put(name, target) != null) {
      throw new HdfException("a name occurs twice in a group");
    }
  }
}
