// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface IERC721Receiver {
    function onERC721Received(address operator, address from, uint256 tokenId, bytes calldata data) external returns (bytes4);
}

/// The Router Registry as section 3 of the protocol page documents it: an identity (OCID) is an ERC-721 token whose
/// text is the URL of its metadata. The first id is 0. For tests: it is what our reader of the contract is held to.
contract OpenchargeRegistry {
    string public constant name = "Opencharge Router Registry";
    string public constant symbol = "OCID";

    uint256 public totalSupply;
    mapping(address => uint256) private balances;
    mapping(uint256 => address) private owners;
    mapping(uint256 => string) private metadataUrls;
    mapping(uint256 => address) private approvals;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
    event OCIDRegistered(uint256 indexed ocid, address indexed owner, string metadataUrl);
    event MetadataUrlUpdated(uint256 indexed ocid, string metadataUrl);

    error UnknownOCID(uint256 ocid);
    error NotOwner(uint256 ocid);
    error NotAllowed(uint256 ocid);
    error BadReceiver(address receiver);

    function register(string calldata metadataUrl) external returns (uint256 ocid) {
        ocid = totalSupply++;
        owners[ocid] = msg.sender;
        balances[msg.sender] += 1;
        metadataUrls[ocid] = metadataUrl;
        emit Transfer(address(0), msg.sender, ocid);
        emit OCIDRegistered(ocid, msg.sender, metadataUrl);
    }

    function updateMetadataUrl(uint256 ocid, string calldata metadataUrl) external {
        if (ownerOf(ocid) != msg.sender) revert NotOwner(ocid);
        metadataUrls[ocid] = metadataUrl;
        emit MetadataUrlUpdated(ocid, metadataUrl);
    }

    function exists(uint256 ocid) public view returns (bool) {
        return owners[ocid] != address(0);
    }

    function resolve(uint256 ocid) public view returns (string memory) {
        if (!exists(ocid)) revert UnknownOCID(ocid);
        return metadataUrls[ocid];
    }

    function tokenURI(uint256 ocid) external view returns (string memory) {
        return resolve(ocid);
    }

    function balanceOf(address owner) external view returns (uint256) {
        if (owner == address(0)) revert BadReceiver(owner);
        return balances[owner];
    }

    function ownerOf(uint256 ocid) public view returns (address owner) {
        owner = owners[ocid];
        if (owner == address(0)) revert UnknownOCID(ocid);
    }

    function getApproved(uint256 ocid) external view returns (address) {
        ownerOf(ocid);
        return approvals[ocid];
    }

    function approve(address to, uint256 ocid) external {
        address owner = ownerOf(ocid);
        if (msg.sender != owner && !isApprovedForAll[owner][msg.sender]) revert NotAllowed(ocid);
        approvals[ocid] = to;
        emit Approval(owner, to, ocid);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function transferFrom(address from, address to, uint256 ocid) public {
        address owner = ownerOf(ocid);
        if (owner != from) revert NotOwner(ocid);
        bool allowed = msg.sender == owner || approvals[ocid] == msg.sender || isApprovedForAll[owner][msg.sender];
        if (!allowed) revert NotAllowed(ocid);
        if (to == address(0)) revert BadReceiver(to);
        delete approvals[ocid];
        balances[from] -= 1;
        balances[to] += 1;
        owners[ocid] = to;
        emit Transfer(from, to, ocid);
    }

    function safeTransferFrom(address from, address to, uint256 ocid) external {
        safeTransferFrom(from, to, ocid, "");
    }

    function safeTransferFrom(address from, address to, uint256 ocid, bytes memory data) public {
        transferFrom(from, to, ocid);
        if (to.code.length == 0) return;
        bytes4 answer = IERC721Receiver(to).onERC721Received(msg.sender, from, ocid, data);
        if (answer != IERC721Receiver.onERC721Received.selector) revert BadReceiver(to);
    }

    /// ERC-165, ERC-721, ERC-721 Metadata
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == 0x01ffc9a7 || interfaceId == 0x80ac58cd || interfaceId == 0x5b5e139f;
    }
}
